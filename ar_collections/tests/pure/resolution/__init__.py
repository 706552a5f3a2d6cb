from . import test_log
from . import test_merkle
from . import test_dispute
from . import test_promise
from . import test_promise_properties
from . import test_plan
from importlib.util import find_spec

from . import test_allocation
from . import test_charge

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_charge_properties
from importlib.util import find_spec

from . import test_limitation

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_limitation_properties
    from . import test_machine_random
from . import test_case_fees
from . import test_case_writeoff
