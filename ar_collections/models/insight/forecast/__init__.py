from . import res_company
from . import res_config_settings
from . import ar_cash_line
from . import ar_forecast
from . import ar_forecast_rows
from . import ar_forecast_page
