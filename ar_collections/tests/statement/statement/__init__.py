from . import test_statement
from . import test_statement_once
from . import test_statement_random
from . import test_statement_round
