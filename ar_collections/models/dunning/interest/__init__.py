from . import ar_interest_compensation
from . import ar_interest_rate
from . import ar_interest_reference
from . import ar_interest_rule
from . import ar_interest_rule_figures
