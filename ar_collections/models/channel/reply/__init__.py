from . import ar_reply
from . import ar_reply_steps
from . import ar_hold
from . import ar_profile
from . import ar_profile_history
from . import mail_thread
