from . import test_today
from . import test_today_tour
