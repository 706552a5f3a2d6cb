from . import test_unlimited
from . import test_check
from . import test_guard
from . import test_limit
