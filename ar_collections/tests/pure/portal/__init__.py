from . import test_link
