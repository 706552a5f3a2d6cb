from . import test_css
from . import test_hostile
from . import test_money
from . import test_paper
from . import test_schedule
from . import test_throttle
from . import test_secrets
from . import test_evidence
