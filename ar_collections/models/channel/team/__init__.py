from . import ar_team_endpoint
from . import ar_team_event
from . import ar_team_message
from . import ar_dunning_run
from . import ar_dunning_notice
