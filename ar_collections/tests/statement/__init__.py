from . import test_statement
from . import test_statement_once
from . import test_statement_random
from . import test_statement_round
from . import test_reconciliation
from . import test_balance_confirmation
from . import test_balance_page
from . import test_balance_round
