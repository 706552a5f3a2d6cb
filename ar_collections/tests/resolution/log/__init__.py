from . import test_log
