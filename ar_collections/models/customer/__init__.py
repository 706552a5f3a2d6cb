from . import ar_aging_report
from . import ar_aging_schedule
from . import account_move
from . import ar_hold
from . import ar_profile
from . import base_partner_merge
from . import res_partner
