from . import snapshot
from . import setup
