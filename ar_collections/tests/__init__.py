# Odoo's runner takes the modules test_* that it finds here and does not look into
# folders: the names come up from the rooms, so no two rooms may use the same one.
from .pure import *  # noqa: F403
from .ledger import *  # noqa: F403
from .customer import *  # noqa: F403
from .dunning import *  # noqa: F403
from .channel import *  # noqa: F403
from . import test_architecture
