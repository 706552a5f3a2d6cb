from . import test_internal_check
