from . import test_nightly
from . import test_portal
from . import test_review
from . import test_kept_files
