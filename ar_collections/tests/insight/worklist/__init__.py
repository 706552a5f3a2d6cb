from . import test_worklist
