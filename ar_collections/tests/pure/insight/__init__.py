from . import test_cube
from . import test_kpi
from . import test_worklist
