from . import test_open_item
from . import test_open_item_access
from . import test_open_item_as_of
from . import test_open_item_tour
