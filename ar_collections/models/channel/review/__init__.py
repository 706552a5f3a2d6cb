from . import ar_dunning_notice
from . import ar_dunning_notice_page
from . import ar_dunning_notice_request
from . import ar_dunning_run
from . import ar_dunning_run_page
