from . import ar_check_result
from . import ar_check
from . import ar_check_kinds
from . import ar_check_nightly
from . import account_bank_statement_line
from . import ar_dunning_run
from . import ar_hold
from . import ar_dunning_run_nightly
