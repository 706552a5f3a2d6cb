from . import statement
from . import confirmation
from . import reconciliation
