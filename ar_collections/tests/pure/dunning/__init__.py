from importlib.util import find_spec

from . import test_debtor
from . import test_discount
from . import test_dunning
from . import test_holdout
from . import test_interest
from . import test_interest_oracles
from . import test_netting
from . import test_notice_figures
from . import test_rate_file

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_dunning_properties
    from . import test_interest_properties
