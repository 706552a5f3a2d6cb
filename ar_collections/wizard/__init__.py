from . import ar_dunning_run_simulate
from . import ar_dispatch_log_call
from . import ar_dispatch_print_letters
from . import ar_snapshot_take
from . import ar_credit_review_refuse
from . import ar_credit_agency_rating_import
