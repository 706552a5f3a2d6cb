from importlib.util import find_spec

from . import test_aging
from . import test_aging_rows
from . import test_channel
from . import test_css
from . import test_credit
from . import test_dunning
from . import test_hostile
from . import test_interest
from . import test_ledger_file
from . import test_matching
from . import test_money
from . import test_notice_figures
from . import test_paper
from . import test_scoring
from . import test_rating_file
from . import test_schedule
from . import test_throttle

# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from . import test_dunning_properties
    from . import test_interest_properties
    from . import test_matching_properties
    from . import test_scoring_properties
from . import test_secrets
from . import test_statement
from . import test_confirmation
from . import test_evidence
