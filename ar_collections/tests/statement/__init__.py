from . import statement
from . import confirmation
from . import reconciliation
from . import test_languages
from . import test_guard
from . import test_cards
