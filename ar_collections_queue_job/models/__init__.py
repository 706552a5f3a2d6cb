from . import ar_message_mixin
from . import ar_queue_sender
