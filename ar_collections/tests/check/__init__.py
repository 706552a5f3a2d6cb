from . import test_health
from . import test_internal_check
from . import test_receipts
