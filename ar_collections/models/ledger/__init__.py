from . import account_move_line
from . import res_company
from . import res_config_settings
from . import ar_open_item
from . import ar_open_item_reader
from . import ar_open_item_lines
from . import ar_open_item_history
