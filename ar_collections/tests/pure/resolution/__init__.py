from . import test_log
from . import test_merkle
from . import test_dispute
