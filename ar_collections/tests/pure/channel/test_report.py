"""What mail servers report: each address for itself, and only what is lost is lost."""

import email

from odoo.tests import BaseCase, tagged

from ....tools.channel.answer import ADDRESS, MESSAGE, OURS
from ....tools.channel.report import ARRIVED, LOST, WAITS, is_receipt, read_report
from ...smtp import Report, make_report

ORIGINAL = b"From: us@example.com\r\nTo: a@example.com\r\nMessage-Id: <1@us>\r\n\r\nHello\r\n"
#: (action, status, words, fate, whose)
CASES = (
    ("failed", "5.1.1", "550 5.1.1 User unknown", LOST, ADDRESS),
    ("failed", "5.2.2", "552 5.2.2 Mailbox full", LOST, ADDRESS),
    ("failed", "5.3.4", "552 5.3.4 Message too big", LOST, MESSAGE),
    ("failed", "5.7.1", "550 5.7.1 Blocked by policy", LOST, OURS),
    ("failed", "5.1.1", "", LOST, ADDRESS),
    ("delayed", "4.4.1", "connection timed out", WAITS, ""),
    ("delivered", "2.0.0", "", ARRIVED, ""),
    ("expanded", "2.0.0", "", ARRIVED, ""),
    ("relayed", "2.0.0", "", "", ""),
    ("nonsense", "5.0.0", "", LOST, ADDRESS),
    ("nonsense", "4.0.0", "", WAITS, ""),
    ("", "", "", "", ""),
)


@tagged("post_install", "-at_install")
class TestReport(BaseCase):
    def _read(self, *told, kind="delivery-status"):
        raw = make_report(told, ORIGINAL, kind)
        return read_report(email.message_from_bytes(raw))

    def test_fates(self):
        for action, status, words, fate, whose in CASES:
            with self.subTest(action=action, status=status, words=words):
                [one] = self._read(("A@Example.com", Report(action, status, words)))
                self.assertEqual(one.addresses, ("a@example.com",))
                self.assertEqual((one.fate, one.whose), (fate, whose))
                self.assertIn(words, one.words)

    def test_several_addresses(self):
        found = self._read(
            ("a@example.com", Report("failed", "5.1.1", "550 5.1.1 gone")),
            ("b@example.com", Report("delivered", "2.0.0")),
        )
        self.assertEqual([one.fate for one in found], [LOST, ARRIVED])

    def test_displayed(self):
        message = email.message_from_string(
            "From: a@example.com\nContent-Type: multipart/report; boundary=x;"
            " report-type=disposition-notification\n\n--x\n\nRead.\n--x\n"
            "Content-Type: message/disposition-notification\n\n"
            "Final-Recipient: rfc822; a@example.com\n"
            "Disposition: manual-action/MDN-sent-manually; displayed\n\n--x--\n"
        )
        [one] = read_report(message)
        self.assertEqual((one.addresses, one.fate), (("a@example.com",), ARRIVED))
        self.assertTrue(is_receipt(message))

    def test_nonsense(self):
        for text in ("", "Hello", "Content-Type: message/delivery-status\n\nnonsense"):
            message = email.message_from_string(text)
            self.assertEqual(read_report(message), [], text)
            self.assertFalse(is_receipt(message))
