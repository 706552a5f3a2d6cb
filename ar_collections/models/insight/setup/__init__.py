from . import ar_switch
from . import ar_profile_kinds
from . import ar_today_rows
from . import ir_actions_actions
from . import ir_ui_view
from . import res_company
from . import res_config_settings
from . import onboarding_onboarding_step
