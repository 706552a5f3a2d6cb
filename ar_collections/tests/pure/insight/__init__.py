from . import ledgers
from . import test_forecast
