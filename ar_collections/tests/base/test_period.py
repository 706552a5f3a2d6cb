"""In force: from the first day to the last one, on each company's own day."""

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..credit.common import CreditCommon

FIRST, LAST = "2026-03-10", "2026-03-20"
# (day, whether a record from FIRST to LAST is in force)
DAYS = [
    ("2026-03-09", False),
    ("2026-03-10", True),
    ("2026-03-20", True),
    ("2026-03-21", False),
]
EARLY = {
    "ar.hold": "The hold on Alpha Trading ends on 03/09/2026, before it starts on 03/10/2026",
    "ar.credit.hold": "The credit hold of Alpha Trading ends before it starts",
    "ar.credit.limit": "The limit of Alpha Trading ends on 03/09/2026, before it starts on",
    "ar.credit.security": "The security R1 of Alpha Trading ends before it starts",
    "ar.credit.contract": "of Alpha Trading ends on 03/09/2026, before it starts on 03/10/2026",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-01 12:00:00")
class TestPeriod(CreditCommon):
    """One rule for all models that have a period; see ``ar.period.mixin``."""

    def _make(self, model, **values):
        """A record of the model that counts from FIRST to LAST, unless told otherwise."""
        own = {
            "ar.credit.hold": {"reason": "Late"},
            "ar.hold": {"reason": "Talks"},
            "ar.credit.limit": {"reason": "Season", "kind": "temporary", "amount": 10},
            "ar.credit.security": {"reference": "R1", "amount": 10},
        }.get(model, {})
        record = self.env[model].create(
            {
                "profile_id": self.profile.id,
                "date_from": FIRST,
                "date_to": LAST,
                **own,
                **values,
            }
        )
        if model == "ar.credit.contract":
            record.with_user(self.users["approver"]).action_approve()
        return record

    def _in_force(self, record):
        """Whether a record is in force today: four ways to ask, one answer."""
        record.invalidate_recordset(["in_force"])
        today = record.company_id._ar_today()
        mine = [("id", "=", record.id)]
        answers = {
            record.in_force,
            record._is_in_force(today),
            bool(record.search([("in_force", "=", True), *mine])),
            not record.with_context(active_test=False).search([("in_force", "=", False), *mine]),
        }
        self.assertEqual(len(answers), 1, answers)
        return answers.pop()

    def test_from_the_first_to_the_last_day(self):
        for model in EARLY:
            record = self._make(model)
            for day, expected in DAYS:
                with self.subTest(model=model, day=day), freeze_time(f"{day} 12:00:00"):
                    self.assertEqual(self._in_force(record), expected)

    def test_without_a_last_day(self):
        for model in EARLY.keys() - {"ar.credit.limit"}:
            record = self._make(model, date_to=False)
            with self.subTest(model=model), freeze_time("2036-01-01 12:00:00"):
                self.assertTrue(self._in_force(record))

    def test_the_day_is_the_companys(self):
        """When it is the morning of the 21st in UTC, it is the 20th in Los Angeles."""
        for model in EARLY:
            record = self._make(model)
            for zone, expected in [("America/Los_Angeles", True), ("Asia/Tokyo", False)]:
                self.company.partner_id.tz = zone
                with self.subTest(model=model, zone=zone), freeze_time("2026-03-21 02:00:00"):
                    self.assertEqual(self._in_force(record), expected)

    @freeze_time("2026-03-15 12:00:00")
    def test_a_state_that_does_not_count(self):
        for model, end in [
            ("ar.credit.hold", lambda one: one._release("Paid")),
            ("ar.credit.limit", lambda one: one._end("Enough")),
            ("ar.credit.security", lambda one: one._release("Given back")),
        ]:
            record = self._make(model)
            with self.subTest(model=model):
                self.assertTrue(self._in_force(record))
                end(record)
                self.assertFalse(self._in_force(record))
                self.assertFalse(record.search(record._domain_in_force(self._day(FIRST))) & record)

    @freeze_time("2026-03-15 12:00:00")
    def test_a_draft_of_a_contract_does_not_count_and_an_ended_one_did(self):
        contract = self._make("ar.credit.contract")
        draft = self.env["ar.credit.contract"].create(
            {"profile_id": self.profile.id, "date_from": FIRST}
        )
        self.assertFalse(self._in_force(draft))
        contract._give_notice(self._day("2026-03-12"), "Gone")
        self.assertEqual(contract.state, "ended")
        self.assertFalse(self._in_force(contract))
        self.assertTrue(contract._is_in_force(self._day("2026-03-12")))

    def test_more_than_dates(self):
        """A hold until paid, and a contract that extends itself: the search finds them, too."""
        hold = self._make("ar.credit.hold", date_to=False, until_paid=True)
        contract = self._make("ar.credit.contract", extension_months=12)
        search = self.env["ar.credit.hold"].search
        with freeze_time("2026-03-31 12:00:00"):
            self.assertTrue(self._in_force(contract), "nobody gave notice")
            self.assertFalse(hold.in_force, "nothing is overdue")
            self.assertNotIn(hold, search([("in_force", "=", True)]))
            self._make_invoice(date="2026-01-01", due="2026-02-01")
            self.assertTrue(self._in_force(hold))

    def test_one_that_ends_before_it_starts_gets_a_sentence(self):
        for model, words in EARLY.items():
            with self.subTest(model=model), self._refused(words, ValidationError):
                self._make(model, date_to="2026-03-09")
