from . import ar_alert_rule
from . import ar_alert_rule_kinds
from . import ar_alert_rule_figures
from . import ar_alert_rule_steps
from . import ar_alert_rule_nightly
from . import ar_alert
from . import ar_credit_hold
from . import ar_team_endpoint
