from . import test_contingency
from . import test_drill
