from . import ar_target
from . import ar_target_figures
from . import ar_target_xlsx
