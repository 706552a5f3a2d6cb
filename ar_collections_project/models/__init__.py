from . import ar_alert_rule
from . import ar_check
from . import ar_milestone_billing
from . import ar_milestone_billing_nightly
from . import ar_today
from . import project_milestone
from . import res_company
from . import res_config_settings
