from . import test_first_hour
from . import test_menus
from . import test_setup
from . import test_switches
from . import test_switched_off
