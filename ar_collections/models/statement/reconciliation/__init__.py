from . import ar_reconciliation_columns
from . import ar_reconciliation
from . import ar_reconciliation_line
from . import ar_reconciliation_difference
from . import ar_reconciliation_matching
from . import ar_reconciliation_paper
