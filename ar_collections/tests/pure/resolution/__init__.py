from . import test_log
from . import test_merkle
from . import test_dispute
from . import test_promise
from . import test_promise_properties
from . import test_plan
