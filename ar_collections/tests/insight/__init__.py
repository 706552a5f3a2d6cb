from . import cockpit
from . import snapshot
