from . import test_statement
from . import test_statement_once
from . import test_statement_random
from . import test_statement_round
from . import test_portal_account
from . import test_reconciliation
