from importlib.util import find_spec

from . import test_credit
from . import test_exposure
from . import test_scoring
from . import test_scoring_bounds
from . import test_rating_file

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_scoring_properties
