"""Who is told what, by which way: the line that says most."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.told import Row, climb, pick

ABOVE = {"all": None, "reminder": "all", "legal": "reminder", "statement": "all"}
ANY_ALL = Row("all", None, "boss")
MAIL_ALL = Row("all", "email", "office")
REMINDERS = Row("reminder", None, "ann")
MAIL_REMINDERS = Row("reminder", "email", "bob")
LETTER_REMINDERS = Row("reminder", "letter", "dan")
ROWS = [ANY_ALL, MAIL_ALL, REMINDERS, MAIL_REMINDERS, LETTER_REMINDERS]

CASES = [
    # rows, subject, way, who
    (ROWS, "reminder", "email", ["bob"]),
    (ROWS, "reminder", "letter", ["dan"]),
    (ROWS, "reminder", "sms", ["ann"]),
    (ROWS, "reminder", None, ["ann"]),
    # Nobody is named for legal demands: as reminders.
    (ROWS, "legal", "email", ["bob"]),
    (ROWS, "statement", "email", ["office"]),
    (ROWS, "statement", "letter", ["boss"]),
    (ROWS, "all", None, ["boss"]),
    # The subject counts before the way.
    ([MAIL_ALL, REMINDERS], "reminder", "email", ["ann"]),
    ([MAIL_ALL], "reminder", "letter", []),
    ([MAIL_ALL], "reminder", None, []),
    ([REMINDERS], "statement", "email", []),
    ([], "reminder", "email", []),
    # Several of the same, in their order.
    ([MAIL_REMINDERS, Row("reminder", "email", "eve")], "reminder", "email", ["bob", "eve"]),
    # What a form gives for no way.
    ([Row("reminder", "", "ann")], "reminder", "email", ["ann"]),
    ([Row("reminder", "", "ann")], "reminder", None, ["ann"]),
    # A subject that nobody knows any more.
    ([ANY_ALL], "gone", "email", []),
]


@tagged("post_install", "-at_install")
class TestTold(BaseCase):
    def test_cases(self):
        for rows, subject, way, want in CASES:
            with self.subTest(subject=subject, way=way, rows=rows):
                found = pick(rows, climb(subject, ABOVE), way)
                self.assertEqual([row.contact for row in found], want)

    def test_climb(self):
        self.assertEqual(climb("legal", ABOVE), ["legal", "reminder", "all"])
        self.assertEqual(climb("all", ABOVE), ["all"])
        self.assertEqual(
            climb("a", {"a": "b", "b": "a"}), ["a", "b"], "No end is no reason to hang"
        )
