from . import test_plan
from . import test_plan_accept
from . import test_plan_page
