from importlib.util import find_spec

from . import test_limitation

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_limitation_properties
    from . import test_machine_random
