from . import log
from . import dispute
from . import promise
from . import plan
from . import charge
from . import limitation
from . import case
from . import evidence
