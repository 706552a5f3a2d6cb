from . import test_target
