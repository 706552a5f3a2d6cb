from . import snapshot
from . import setup
from . import kpi
from . import worklist
from . import today
from . import forecast
from . import cockpit
