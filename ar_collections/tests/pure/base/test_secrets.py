"""What others may read of a message that carries a customer's personal link."""

from odoo.tests import BaseCase

from ....tools.base import secrets

CONFIRM = "https://example.com/balance/confirm/abc-DEF_123"
PORTAL = "https://example.com/my/invoices/12?access_token=1f-2e&amp;report_type=pdf"
PAY = f"https://example.com/pay/{'aB3-_' * 6}z"
CASES = [
    (f'<p><a href="{PAY}">Pay</a></p>', "<p><span>Pay</span> (personal link)</p>"),
    (f"<p>Open {PAY}/promise?lang=de now</p>", "<p>Open personal link now</p>"),
    # An invoice below it: the way is left to who may read it.
    (
        f'<p><a href="{PAY}/invoice/12">INV/1</a></p>',
        '<p><a href="https://example.com/my/invoices/12">INV/1</a></p>',
    ),
    (
        f'<a href="{PAY}/invoice/12/pdf?lang=de">INV/1</a> <a href="{PAY}">Pay</a>',
        '<a href="https://example.com/my/invoices/12?lang=de">INV/1</a> <span>Pay</span> '
        "(personal link)",
    ),
    (f"<p>See {PAY}/invoice/12.</p>", "<p>See https://example.com/my/invoices/12.</p>"),
    (f"<p>See {PAY}/invoice/12x</p>", "<p>See personal link</p>"),
    (f"<p>See {PAY}/invoice/</p>", "<p>See personal link</p>"),
    # Somebody else's page: the word alone makes no link personal.
    ("<p>https://shop.example.com/pay/thanks</p>", "<p>https://shop.example.com/pay/thanks</p>"),
    ("<p>Nothing here</p>", "<p>Nothing here</p>"),
    (
        f'<p>Dear Ann, <a href="{CONFIRM}">Confirm</a> now</p>',
        "<p>Dear Ann, <span>Confirm</span> (personal link) now</p>",
    ),
    (f"<p>Open {CONFIRM} now</p>", "<p>Open personal link now</p>"),
    (f"Open {CONFIRM} &lt;now&gt;", "Open personal link &lt;now&gt;"),
    (
        f'<a href="{PORTAL}">INV/1</a>',
        '<a href="https://example.com/my/invoices/12?report_type=pdf">INV/1</a>',
    ),
    (
        '<a href="/my/invoices/12?access_token=1f">INV/1</a>',
        '<a href="/my/invoices/12">INV/1</a>',
    ),
    (f"<p>a<!-- {CONFIRM} -->b</p>", "<p>a<!-- personal link -->b</p>"),
    (f'<img src="{CONFIRM}"/>', "<img>"),
]


class TestSecrets(BaseCase):
    def test_hide(self):
        for text, want in CASES:
            with self.subTest(text=text):
                self.assertEqual(secrets.hide(text, "personal link"), want)

    def test_nothing_is_nothing(self):
        self.assertFalse(secrets.hide("", "personal link"))
        self.assertFalse(secrets.hide(None, "personal link"))

    def test_hostile_texts_take_no_time(self):
        text = "<p>" + "access_token=" * 20000 + "</p>"
        self.assertNotIn("access_token", secrets.hide(text, "personal link"))
