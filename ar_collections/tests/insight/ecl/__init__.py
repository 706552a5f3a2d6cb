from . import test_ecl
