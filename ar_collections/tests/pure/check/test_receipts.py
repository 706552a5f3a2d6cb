"""Whose money stands on the bank."""

from odoo.tests import BaseCase, tagged

from ....tools.check.receipts import Payer, Receipt, find_payers, name_words, plain_number

ALPHA = Payer(
    1,
    ("Alpha Trading GmbH", "Invoices", "Jane Doe"),
    ("DE89 3704 0044 0532 0130 00",),
    ("INV/2026/00012", "+++090/9337/55493+++"),
)
BETA = Payer(2, ("Beta",), ("12-34",), ("INV/2026/00120", "17"))
SPRUCE = Payer(3, ("云杉",))


@tagged("post_install", "-at_install")
class TestReceipts(BaseCase):
    def found(self, **values):
        found = find_payers([Receipt(9, **values)], (ALPHA, BETA, SPRUCE))
        return {payer: how for payer, (_line, how) in found.items()}

    def test_what_a_receipt_tells(self):
        for values, want in [
            ({"partner_id": 1}, {1: "partner"}),
            ({"account": "de89370400440532013000"}, {1: "account"}),
            ({"account": "1234"}, {}),
            ({"text": "payment INV/2026/00012 thanks"}, {1: "number"}),
            ({"text": "payment inv 2026 00012"}, {1: "number"}),
            ({"text": "INV-2026-00012"}, {1: "number"}),
            ({"text": "+++090/9337/55493+++"}, {1: "number"}),
            ({"text": "INV/2026/000121"}, {}),
            ({"text": "17"}, {}),
            ({"name": "ALPHA TRADING"}, {1: "name"}),
            ({"text": "transfer from Alpha-Trading, Berlin"}, {1: "name"}),
            ({"text": "Alphabet Trading"}, {}),
            ({"text": "Invoices of May"}, {}),
            ({"text": "from Jane Doe"}, {1: "name"}),
            ({"name": "Beta Ltd"}, {2: "name"}),
            ({"name": "云杉"}, {3: "name"}),
            ({"text": "云杉公司付款"}, {3: "name"}),
            ({}, {}),
            # Whose it is was said; a document of somebody else is named.
            ({"partner_id": 7, "name": "Beta"}, {}),
            ({"partner_id": 7, "text": "INV/2026/00120"}, {2: "number"}),
        ]:
            with self.subTest(**values):
                self.assertEqual(self.found(**values), want)

    def test_the_first_receipt_is_named(self):
        lines = [Receipt(5, name="Nobody"), Receipt(6, name="Beta"), Receipt(7, name="Beta")]
        self.assertEqual(find_payers(lines, [BETA]), {2: (6, "name")})

    def test_words(self):
        self.assertEqual(name_words("The Alpha & Co. KG"), ("alpha",))
        self.assertEqual(name_words("Co"), ("co",))
        self.assertEqual(plain_number("ABCDEFG"), "")
