from importlib.util import find_spec

from . import test_ledger_file
from . import test_numbers
from . import test_entries
from . import test_sums
from . import test_matching
from . import test_differences
from . import test_statement
from . import test_confirmation

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_matching_properties
