from . import test_answer_link
from . import test_answer_page
from . import test_payment_twice
from . import test_portal_account
from . import test_portal_once
from . import test_answer_dispute
from . import test_answer_invoice
