from . import test_cube
from . import test_ecl
from . import test_kpi
from . import test_worklist
from . import ledgers
from . import test_forecast
from . import test_alert
