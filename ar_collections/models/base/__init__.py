from . import ar_guard_mixin
from . import ar_closed_mixin
from . import ar_gate_mixin
from . import ar_rows_mixin
from . import ir_attachment
from . import mail_message
from . import res_company
from . import ar_responsible_mixin
