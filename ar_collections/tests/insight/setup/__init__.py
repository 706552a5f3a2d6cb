from . import test_menus
from . import test_setup
from . import test_switches
