from . import test_forecast
from . import test_forecast_kept
