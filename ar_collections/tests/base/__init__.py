from . import test_attacks
from . import test_guard
from . import test_rights
from . import test_guarded_fields
from . import test_job
from . import test_public_methods
from . import test_views
from . import test_wizards
