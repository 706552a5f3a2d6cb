from . import test_today
from . import test_today_failed
from . import test_today_run
from . import test_today_tour
