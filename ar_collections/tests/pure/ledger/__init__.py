from . import test_aging
from . import test_aging_rows
from . import test_cover
