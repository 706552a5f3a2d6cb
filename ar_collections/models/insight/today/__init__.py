from . import ar_today
from . import ar_today_rows
from . import ar_today_kinds
from . import ar_today_request
from . import ar_today_rights
from . import ar_today_figures
from . import ar_digest
from . import res_users
