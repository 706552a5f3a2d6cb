from importlib.util import find_spec

from . import test_aging_faces
from . import test_aging_report
from . import test_aging_sales
from . import test_aging_schedule
from . import test_aging_scheme
from . import test_aging_tour
from . import test_open_item
from . import test_open_item_access
from . import test_open_item_as_of
from . import test_open_item_tour

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_aging_random
