from . import ar_check
from . import ar_target
from . import gamification_badge_user
from . import gamification_challenge
from . import res_company
from . import res_config_settings
