from . import ar_dunning_run_simulate
from . import ar_dispatch_log_call
from . import ar_dispatch_print_letters
from . import ar_credit_hold_release
from . import ar_credit_release_ask
from . import ar_credit_release_decide
