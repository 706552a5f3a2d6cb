from . import test_plan
from . import test_plan_accept
from . import test_plan_page
from . import test_plan_random
