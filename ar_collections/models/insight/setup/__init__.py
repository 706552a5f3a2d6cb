from . import ar_switch
from . import res_company
from . import res_config_settings
from . import onboarding_onboarding_step
