from . import test_promise
from . import test_promise_said
from . import test_deferral
