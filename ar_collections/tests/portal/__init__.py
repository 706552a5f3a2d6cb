from . import test_payment_twice
from . import test_portal_account
from . import test_portal_once
