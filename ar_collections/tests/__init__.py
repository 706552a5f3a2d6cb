from types import ModuleType

from . import pure
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
from . import demo
from . import test_architecture


def _collect(room, prefix):
    """Odoo's runner takes the modules named test_* of this package, and does not look into its
    folders: name those of the rooms here, too."""
    for name, module in list(vars(room).items()):
        if not isinstance(module, ModuleType) or not module.__name__.startswith(room.__name__):
            continue
        if name.startswith("test_"):
            globals()[f"test_{prefix}_{name.removeprefix('test_')}"] = module
        elif hasattr(module, "__path__"):
            _collect(module, f"{prefix}_{name}")


for _room in (
    pure,
    base,
    ledger,
    customer,
    credit,
    dunning,
    channel,
    resolution,
    statement,
    check,
    portal,
    insight,
    demo,
):
    _collect(_room, _room.__name__.rpartition(".")[2])
