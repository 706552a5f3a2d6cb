from . import test_cockpit
from . import test_call_mode
from . import test_cockpit_tours
from . import test_next_steps
from . import test_sums
from . import test_cockpit_rights
