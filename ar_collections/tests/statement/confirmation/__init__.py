from . import test_personal_link
from . import test_balance_confirmation
from . import test_balance_page
from . import test_balance_round
from . import test_balance_dispute
from . import test_confirmed_claims
