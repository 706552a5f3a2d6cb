from . import test_interest
