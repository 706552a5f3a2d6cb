from . import base
from . import ledger
from . import credit
from . import dunning
from . import channel
from . import statement
from . import check
from . import portal
