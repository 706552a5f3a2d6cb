from . import pure
from . import ledger
from . import customer
from . import dunning
from . import channel
from .demo import test_demo
