from . import test_digest
from . import test_kept
from . import test_kpi
from . import test_kpi_papers
from . import test_pieces_random
