from . import test_ecl
from . import test_ecl_ledger
from . import test_ecl_tour
