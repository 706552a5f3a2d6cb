from . import today
from . import snapshot
