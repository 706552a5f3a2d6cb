from . import test_case_fees
from . import test_case_writeoff
