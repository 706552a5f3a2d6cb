from . import snapshot
from . import kpi
