from . import account
from . import account_papers
from . import aging
from . import credit_application
from . import statement
from . import reconciliation
from . import balance_confirmation
from . import balance_round
