from . import snapshot
from . import forecast
