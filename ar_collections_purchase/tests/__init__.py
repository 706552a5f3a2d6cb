from . import test_invoice_request
