from . import test_aging_faces
from . import test_aging_report
from . import test_aging_sales
from . import test_aging_schedule
from . import test_aging_scheme
from . import test_aging_tour
from . import test_aging_random
