from . import ecl
from . import today
from . import cockpit
from . import snapshot
from . import setup
from . import kpi
from . import worklist
from . import forecast
