from . import snapshot
from . import worklist
from . import kpi
from . import forecast
from . import ecl
from . import today
from . import cockpit
from . import setup
