from . import test_charge
from . import test_charge_steps
from . import test_payment_exception
