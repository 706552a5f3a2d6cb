from importlib.util import find_spec

from . import log
from . import dispute
from . import promise
from . import plan
from . import charge
from . import limitation
from . import case
from . import evidence
from . import test_resolution_processes

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_machine_random
