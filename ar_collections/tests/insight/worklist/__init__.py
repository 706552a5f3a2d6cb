from . import test_deputy
from . import test_worklist
