from . import snapshot
from . import cockpit
