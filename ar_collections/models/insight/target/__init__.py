from . import account_move_line
from . import ar_target
from . import ar_target_figures
from . import ar_target_xlsx
from . import ar_target_steps
from . import ar_target_line
