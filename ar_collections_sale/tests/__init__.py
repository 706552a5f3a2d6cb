from . import test_order
from . import test_processes
