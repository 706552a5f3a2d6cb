from . import ar_payment_item
from . import payment_transaction
from . import payment_transaction_twice
from . import ar_profile
from . import ar_profile_pay
from . import ar_profile_words
