from . import test_call
from . import test_delivery
from . import test_letter
from . import test_message
from . import test_new_channel
from . import test_once
from . import test_tours
from . import test_where_to_pay
