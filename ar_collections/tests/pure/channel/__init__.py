from . import test_channel
from . import test_outcome
from . import test_maps
from . import test_reply
from . import test_answer
from . import test_message_id
from . import test_courtesy
from . import test_threats
