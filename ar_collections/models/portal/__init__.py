from . import ar_payment_item
from . import payment_transaction
from . import payment_transaction_steps
from . import ar_profile
from . import ar_profile_figures
from . import ar_profile_steps
from . import ar_profile_words
