from . import ar_credit_release
from . import ar_delivery_billing
from . import ar_demo
from . import ar_evidence
from . import stock_move
from . import stock_move_line
from . import stock_picking
