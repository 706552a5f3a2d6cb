from . import snapshot
from . import today
