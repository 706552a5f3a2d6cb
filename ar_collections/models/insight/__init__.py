from . import snapshot
from . import worklist
