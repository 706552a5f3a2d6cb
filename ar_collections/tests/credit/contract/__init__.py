from . import test_contract
from . import test_file
from . import test_term_cap
