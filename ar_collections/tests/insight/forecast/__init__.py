from . import test_ahead_tours
from . import test_forecast
from . import test_forecast_kept
