from . import ar_channel_letter
from . import ar_dispatch
from . import res_company
from . import res_config_settings
from . import snailmail_letter
