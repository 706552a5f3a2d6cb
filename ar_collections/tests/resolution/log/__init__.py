from . import test_log
from . import test_log_processes
