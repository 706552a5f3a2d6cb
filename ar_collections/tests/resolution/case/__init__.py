from . import test_case
from . import test_settlement
from . import test_writeoff
