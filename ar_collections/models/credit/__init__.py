from . import limit
from . import assessment
from . import contract
