from . import ar_kpi
from . import ar_kpi_request
from . import ar_kpi_query
from . import ar_kpi_figures
