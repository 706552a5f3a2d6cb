from . import test_attacks
from . import test_guarded_fields
from . import test_internal_check
from . import test_delivery_billing
from . import test_guard
from . import test_kpi
from . import test_order
from . import test_processes
