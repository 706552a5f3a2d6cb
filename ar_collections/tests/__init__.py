from . import pure
from . import base
from . import ledger
from . import customer
from . import credit
from . import dunning
from . import channel
from . import statement
from . import insight
from . import demo
from . import test_architecture

# Odoo's runner takes the modules named test_* of this package, and does not look into its folders.
for _room in (pure, base, ledger, customer, credit, dunning, channel, statement, insight, demo):
    _prefix = f"test_{_room.__name__.rpartition('.')[2]}_"
    for _name, _module in list(vars(_room).items()):
        if _name.startswith("test_"):
            globals()[_prefix + _name.removeprefix("test_")] = _module
