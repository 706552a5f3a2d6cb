from . import test_sales
from . import test_sales_tour
