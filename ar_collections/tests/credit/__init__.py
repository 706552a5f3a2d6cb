from . import test_nightly
from . import test_portal
from . import test_review
from . import test_check
from . import test_contract
from . import test_file
from . import test_guard
from . import test_limit
