from . import test_limitation
from . import test_limitation_nightly
