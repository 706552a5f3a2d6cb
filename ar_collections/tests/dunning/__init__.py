from . import test_interest
from . import test_run
from . import test_notice
from . import test_notice_history
