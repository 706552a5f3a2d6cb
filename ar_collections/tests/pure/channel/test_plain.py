"""The plain part of an e-mail is read without its HTML."""

from odoo.tests import BaseCase

from ....tools.channel.plain import to_text

MAIL = """
<html><head><style>p { color: red; }</style><title>Title</title></head><body>
<table role="presentation"><tr><td>
<p>Dear Ann,</p>
<p>Please   pay\n<strong>$\u00a01,000.00</strong>.
See <a href="https://x.example/a">your account</a>
or <a href="mailto:a@x.example">write</a>.</p>
<table>
<thead><tr><th>Document</th><th>Amount</th></tr></thead>
<tr><td><a href="https://x.example/1">INV/1</a><div>Due 03/12/2026 · <b>19 days late</b></div>
<div style="display: none">secret</div></td><td>$\u00a0600.00</td></tr>
<tr><td>INV/2<br/>Due 03/14/2026</td><td>$\u00a0400.00</td></tr>
<tr><td colspan="2"></td></tr>
<tr><td>Total to pay</td><td>$\u00a01,000.00</td></tr>
</table>
<p>Pay here:</p><ul><li>one</li><li>two</li></ul><ol><li>first</li></ol>
<p><a href="https://x.example/p">https://x.example/p</a><img src="a.png" alt="Code"/></p>
<p>Kind regards<br/>Bob</p>
</td></tr></table></body></html>
"""
TEXT = """\
Dear Ann,

Please pay $ 1,000.00. See your account (https://x.example/a) or write.

Document | Amount
INV/1, Due 03/12/2026 · 19 days late | $ 600.00
    https://x.example/1
INV/2, Due 03/14/2026 | $ 400.00
Total to pay | $ 1,000.00

Pay here:

- one
- two

1. first

https://x.example/p

Kind regards
Bob
"""


class TestPlain(BaseCase):
    maxDiff = None

    def test_a_mail(self):
        self.assertEqual(to_text(MAIL), TEXT)

    def test_little(self):
        for source in (None, "", "   ", "<!-- nothing -->", "<p></p>"):
            with self.subTest(source=source):
                self.assertEqual(to_text(source).strip(), "")
        self.assertEqual(to_text("Words alone"), "Words alone\n")
        self.assertEqual(to_text("<div>a<div>b</div>c</div>"), "a\nb\nc\n")

    def test_deep(self):
        self.assertIn("a", to_text("<p>a" + "<div>" * 5000 + "x" + "</div>" * 5000))
