from . import test_effect
from . import test_holdout
from . import test_lesson
from . import test_period_tours
from . import test_process_review
from . import test_rating
from . import test_text_test
