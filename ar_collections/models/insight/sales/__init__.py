from . import ar_hint
from . import ar_sales_account
from . import ar_sales_account_words
from . import ar_aging_report
from . import ar_digest
from . import ar_timeline
from . import ar_today
from . import ar_worklist_rule
