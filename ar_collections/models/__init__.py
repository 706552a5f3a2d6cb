# The rooms, in the order of the way of the data (docs/DESIGN.md): a room may
# name models of its own room and of the rooms before it, never after it.
from . import base
from . import ledger
from . import customer
from . import credit
from . import dunning
from . import channel
from . import resolution
from . import statement
from . import check
from . import portal
from . import insight
