from . import test_internal_check
from . import test_guard
from . import test_order
from . import test_processes
