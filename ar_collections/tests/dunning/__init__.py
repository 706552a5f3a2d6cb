from . import test_access
from . import test_interest
from . import test_nightly
from . import test_notice
from . import test_notice_history
from . import test_queries
from . import test_run
from . import test_run_processes
