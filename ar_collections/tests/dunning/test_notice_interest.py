from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestNoticeInterest(ArCommon):
    """Interest never costs the reminder, and is asked for what was really open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30)
        cls.first = cls.policy.level_ids[0]
        cls.usd = cls.company.currency_id
        cls.reference = cls.env["ar.interest.reference"].create(
            {
                "name": "Test rate",
                "months": 6,
                "rate_ids": [Command.create({"date_from": "2026-01-01", "rate": 2.15})],
            }
        )

    def _make_rule(self, **values):
        return self.env["ar.interest.rule"].create(
            {"name": "3.65 %", "basis": "agreed", "agreed_rate": 3.65, **values}
        )

    def _make_reference_rule(self, **values):
        values.setdefault("reference_id", self.reference.id)
        return self.env["ar.interest.rule"].create({"name": "By reference", "margin": 8, **values})

    def _notice(self, **values):
        return self._run(**values).notice_ids

    def _watch(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_interest_watch").method_direct_trigger()
        self.env.invalidate_all()

    # -- a missing rate ----------------------------------------------------------------

    def test_a_missing_rate_never_costs_the_reminder(self):
        self.first.interest_rule_id = self._make_reference_rule()
        self._make_invoice(amount=1000, due="2025-06-20", date="2025-06-20")
        self._make_invoice(amount=500, due="2026-03-01")
        run = self._run()
        self.assertFalse(run.line_ids.filtered(lambda line: line.decision == "error"))
        notice = run.notice_ids
        self.assertEqual(notice.amount_overdue, 1500)
        old, new = notice.line_ids.sorted("date_due")
        self.assertEqual(old.amount_interest, 0)
        self.assertRegex(old.interest_problem, "Test rate.*06/21/2025")
        self.assertFalse(old.interest_note, "the customer is told nothing of it")
        self.assertGreater(new.amount_interest, 0)
        self.assertFalse(new.interest_problem)

    def test_one_task_for_each_period(self):
        """Not for each customer, and not again in the next run."""
        self.first.interest_rule_id = self._make_reference_rule()
        partners = self.partner | self._make_partner("Beta") | self._make_partner("Gamma")
        for partner in partners:
            self._make_invoice(partner, due="2025-06-20", date="2025-06-20")
            self._make_invoice(partner, due="2025-12-01", date="2025-12-01")
        self._run()
        tasks = self.reference.activity_ids
        self.assertEqual(len(tasks), 2, "the two halves of 2025")
        self.assertEqual(set(tasks.mapped("summary")), {"Enter a rate of Test rate"})
        self.assertTrue(tasks.user_id.has_group("ar_collections.ar_collections_group_manager"))
        self.assertEqual(
            [(str(gap.date_from), str(gap.date_to)) for gap in self.reference.gap_ids],
            [("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")],
        )
        tasks[0].action_done()
        self._run()
        self.assertEqual(len(self.reference.activity_ids), 1)
        # The rates are entered: what is left of the tasks is done, and interest is charged.
        for day in ("2025-01-01", "2025-07-01"):
            self.reference.rate_ids = [Command.create({"date_from": day, "rate": 2})]
        self.assertFalse(self.reference.activity_ids)
        self.assertFalse(self.reference.gap_ids)
        self.assertTrue(all(self._run().notice_ids.line_ids.mapped("amount_interest")))

    def test_the_task_is_the_responsible_persons(self):
        accountant = self._make_user("ar_rates", "ar_collections.ar_collections_group_manager")
        accountant.lang = "en_US"
        self.reference.user_id = accountant
        self.first.interest_rule_id = self._make_reference_rule()
        self._make_invoice(due="2025-12-01", date="2025-12-01")
        collector = self._make_user("ar_coll", "ar_collections.ar_collections_group_collector")
        run = (
            self.env["ar.dunning.run"].with_user(collector).create({"company_id": self.company.id})
        )
        run.action_propose()
        self.assertEqual(self.reference.activity_ids.user_id, accountant)

    def test_a_task_that_fails_costs_nothing(self):
        self.first.interest_rule_id = self._make_reference_rule()
        self._make_invoice(due="2025-12-01", date="2025-12-01")
        references = type(self.env["ar.interest.reference"])
        with (
            patch.object(references, "_give_task", side_effect=ValueError("no such type")),
            mute_logger("odoo.addons.ar_collections.models.base.ar_job_mixin"),
        ):
            notice = self._notice()
        self.assertEqual(notice.line_ids.no_interest, "missing_rate")
        self.assertFalse(self.reference.gap_ids, "the next run tries again")

    def test_whatever_is_wrong_with_interest_costs_the_interest_alone(self):
        """A formula that fails for one debt: the others have theirs."""
        self.first.interest_rule_id = self._make_rule()
        self._make_invoice(amount=1000, due="2026-03-01")
        self._make_invoice(amount=666, due="2026-03-01")
        rules = type(self.env["ar.interest.rule"])
        compute = rules._compute_interest

        def fail(record, segments, *args, **kwargs):
            if segments[0].amount == 666:
                raise ZeroDivisionError
            return compute(record, segments, *args, **kwargs)

        with (
            patch.object(rules, "_compute_interest", fail),
            self.assertLogs("odoo.addons.ar_collections.models.base.ar_job_mixin", "INFO"),
        ):
            notice = self._notice()
        self.assertEqual(notice.amount_overdue, 1666)
        self.assertEqual(notice.amount_interest, 3)
        self.assertIn("could not be computed", notice.interest_problem)

    def test_what_no_longer_holds_goes(self):
        """The rate is gone, or the customer turns out to be a person, before the notice leaves."""
        self.first.interest_rule_id = self._make_reference_rule()
        self._make_invoice(due="2026-03-01")
        notice = self._run(confirm=True).notice_ids
        self.assertGreater(notice.amount_interest, 0)
        self.reference.rate_ids.unlink()
        self.assertEqual(notice._refresh_before_sending(), notice)
        self.assertEqual((notice.amount_interest, notice.amount_total), (0, 1000))
        self.assertTrue(notice.interest_problem)
        self.partner.is_company = False
        notice._refresh_before_sending()
        self.assertEqual(notice.line_ids.no_interest, "customer")
        self.assertFalse(notice.line_ids.missing_reference_id)

    # -- a series that runs out --------------------------------------------------------

    def test_a_series_that_runs_out_is_asked_for_once(self):
        self.first.interest_rule_id = self._make_reference_rule()
        cases = [("2026-05-30", 0), ("2026-05-31", 1), ("2026-06-01", 1), ("2026-07-15", 1)]
        for day, expected in cases:
            with self.subTest(day=day), freeze_time(day):
                self._watch()
                self.assertEqual(len(self.reference.activity_ids), expected)
        task = self.reference.activity_ids
        self.assertEqual(str(task.date_deadline), "2026-07-01")
        self.assertEqual(str(self.reference.gap_ids.date_from), "2026-07-01")
        with freeze_time("2026-07-15"):
            self.assertIn("06/30/2026", self.reference.rate_problem)
            self.assertIn("06/30/2026", self.first.interest_rule_id.rate_problem)
            self.reference.rate_ids = [Command.create({"date_from": "2026-07-01", "rate": 2})]
            self.assertFalse(self.reference.activity_ids)
            self.assertFalse(self.reference.rate_problem)

    def test_a_series_without_an_end_is_to_be_compared(self):
        """It never runs out: who looked at it last is asked again after 120 days, once."""
        series = self.env["ar.interest.reference"].create(
            {
                "name": "Bank rate",
                "rate_ids": [Command.create({"date_from": "2026-01-01", "rate": 6.75})],
            }
        )
        self.first.interest_rule_id = self._make_reference_rule(reference_id=series.id)
        row = series.rate_ids
        self.assertEqual(str(row.checked_on), "2026-03-31")
        for day, expected in (("2026-07-29", 0), ("2026-07-30", 1), ("2026-08-30", 1)):
            with self.subTest(day=day), freeze_time(day):
                self._watch()
                self.assertEqual(len(series.activity_ids), expected)
                self.assertEqual(bool(series.rate_problem), bool(expected))
        self.assertIn("03/31/2026", series.activity_ids.note)
        with freeze_time("2026-08-30"):
            row.checked_on = "2026-08-30"
            self.assertFalse(series.rate_problem)
            self._watch()
            self.assertFalse(series.activity_ids)

    def test_a_series_that_nobody_uses_is_left_alone(self):
        with freeze_time("2026-06-20"):
            self._watch()
            self.assertFalse(self.reference.activity_ids)
            self.reference.user_id = self.env.user
            self._watch()
            self.assertEqual(self.reference.activity_ids.user_id, self.env.user)

    def test_rates_that_nobody_checked_say_so(self):
        row = self.reference.rate_ids
        self.assertEqual(str(row.checked_on), "2026-03-31", "who enters a rate has its source")
        self.assertFalse(self.reference.rate_problem)
        row.checked_on = False
        self.assertEqual(row.verification, "unchecked")
        self.assertRegex(self.reference.rate_problem, "Unchecked.*01/01/2026")

    def test_rates_come_by_a_file(self):
        result = self.env["ar.interest.rate"].load(
            ["reference_id", "date_from", "rate", "note", "checked_on"],
            [
                ["Test rate", "2025-01-01", "3.15", "ECB", "2026-03-30"],
                ["Test rate", "2025-07-01", "2.15", "ECB", ""],
            ],
        )
        self.assertEqual(len(result["ids"]), 2, result["messages"])
        rows = self.env["ar.interest.rate"].browse(result["ids"])
        self.assertEqual(rows.mapped("verification"), ["checked", "unchecked"])

    # -- for whom, and from when -------------------------------------------------------

    def test_sizes(self):
        rule = self._make_rule(creditor_size="sme", debtor_kind="large_public")
        self.first.write({"interest_rule_id": rule.id, "charge_compensation": True})
        self._make_invoice(due="2026-03-01")
        account = self.env["ar.profile"].get_or_create(self.partner, self.company)
        cases = [
            (False, False, "creditor"),
            ("large", "large", "creditor"),
            ("medium", False, "debtor"),
            ("medium", "small", "debtor"),
            ("medium", "public", False),
            ("small", "large", False),
        ]
        for ours, theirs, expected in cases:
            with self.subTest(ours=ours, theirs=theirs):
                self.company.ar_size_class = ours
                account.size_class = theirs
                line = self._notice().line_ids
                self.assertEqual(line.no_interest, expected)
                self.assertEqual(bool(line.amount_interest), not expected)
                self.assertEqual(bool(line.interest_problem), bool(expected))
        rule.creditor_size = "micro_small"
        self.assertTrue(self._notice().amount_interest)
        self.company.ar_is_trader = True
        self.assertEqual(self._notice().line_ids.no_interest, "creditor")

    def test_consumers_only(self):
        rule = self._make_rule(business_only=False, consumer_only=True)
        self.first.interest_rule_id = rule
        self._make_invoice(due="2026-03-01")
        notice = self._notice()
        self.assertEqual(notice.line_ids.no_interest, "customer")
        self.assertFalse(notice.interest_problem, "nothing is wrong with it")
        self.partner.is_company = False
        self.assertEqual(self._notice().amount_interest, 3)

    def test_debts_of_other_days(self):
        rule = self._make_rule(valid_from="2026-03-02")
        self.first.interest_rule_id = rule
        self._make_invoice(due="2026-03-01")
        self.assertEqual(self._notice().amount_interest, 3, "late from March 2nd")
        rule.valid_from = "2026-03-03"
        self.assertEqual(self._notice().line_ids.no_interest, "not_valid")

    def test_interest_begins_as_the_rule_says(self):
        """India: 15 days after acceptance where nothing is agreed, 45 at the latest."""
        rule = self._make_rule(
            start="acceptance", start_days=15, start_agreed_first=True, start_max_days=45
        )
        self.first.interest_rule_id = rule
        move = self._make_invoice(date="2026-03-01")
        self.assertEqual(self._notice().amount_interest, 1.5, "15 days from March 16th")
        move.delivery_date = "2026-03-06"
        self.assertEqual(self._notice().amount_interest, 1)
        move.button_cancel()
        self._make_invoice(date="2026-01-01", due="2026-03-20")
        self.assertEqual(self._notice().amount_interest, 4.4, "44 days after February 15th")

    def test_the_rate_of_the_day_of_the_contract(self):
        self.reference.rate_ids = [Command.create({"date_from": "2025-07-01", "rate": 4.3})]
        rule = self._make_reference_rule(
            basis="agreed", agreed_rate=1, at_least_reference=True, margin=0, fixing="contract"
        )
        self.first.interest_rule_id = rule
        self._make_invoice(amount=10000, date="2026-01-10", due="2026-03-01")
        # 30 days at 2.15 % of the day of the invoice, or 4.30 % of the day of the contract.
        self.assertEqual(self._notice().amount_interest, 17.67)
        account = self.env["ar.profile"].get_or_create(self.partner, self.company)
        contract = (
            self.env["ar.credit.contract"]
            .sudo()
            .create({"profile_id": account.id, "date_from": "2025-12-31"})
        )
        contract.state = "approved"
        self.assertEqual(self._notice().amount_interest, 35.34)

    # -- in which language -------------------------------------------------------------

    def test_the_explanation_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.first.interest_rule_id = self._make_rule()
        self.partner.lang = "zh_CN"
        self._make_invoice(due="2026-03-01")
        line = self._notice().line_ids
        english = line.with_context(lang="en_US").interest_note
        chinese = line.with_context(lang="zh_CN").interest_note
        self.assertIn("03/02/2026 to 03/31/2026: 30 days", english)
        self.assertIn("2026", chinese)
        self.assertNotIn("03/02/2026", chinese)

    # -- money received, not allocated -------------------------------------------------

    def test_money_on_account_bears_no_interest(self):
        """3.65 % of 1,000 is 0.10 a day: 10 days on 1,000, 20 days on 600: 2.20, whether the
        400 are allocated or not."""
        self.first.interest_rule_id = self._make_rule()
        self._make_invoice(amount=1000, due="2026-03-01")
        self._pay_on_account(self.partner, 400, "2026-03-11")
        notice = self._notice()
        self.assertEqual(notice.amount_credit, 400)
        self.assertEqual(notice.amount_interest, 2.2)
        confirmed = self._run(confirm=True).notice_ids
        self.assertEqual(confirmed._refresh_before_sending().amount_interest, 2.2)

    def test_credits_pay_the_oldest_from_their_day(self):
        """2,500 on March 11th and 1,000 on the 21st against 2,000 (due on the 1st), which is paid
        by that, and 3,000 (due on the 6th)."""
        self.first.interest_rule_id = self._make_rule()
        self._make_invoice(amount=2000, due="2026-03-01")
        self._make_invoice(amount=3000, due="2026-03-06")
        self._pay_on_account(self.partner, 2500, "2026-03-11")
        self._make_invoice(amount=1000, move_type="out_refund", date="2026-03-21")
        line = self._notice().line_ids.filtered(lambda line: line.kind == "item")
        # 3,000 for 5 days, 2,500 for 10 days, 1,500 for 10 days.
        self.assertEqual(line.amount_interest, 5.5)

    def test_a_dispute_and_a_credit(self):
        """600 of 1,000 are disputed: 400 bear interest, and 100 of them until the credit."""
        self.first.interest_rule_id = self._make_rule()
        invoice = self._make_invoice(amount=1000, due="2026-03-01")
        self.env["ar.hold"].create({"move_id": invoice.id, "amount": 600, "reason": "disputed"})
        self._pay_on_account(self.partner, 100, "2026-03-11")
        # 400 for 10 days, 300 for 20 days: 0.40 + 0.60, and what is printed adds up to it.
        line = self._notice().line_ids.filtered(lambda line: line.kind == "item")
        self.assertEqual(line.amount_interest, 1)
        self.assertIn("400.00", line.interest_note)
        self.assertIn("300.00", line.interest_note)

    def test_credits_in_another_currency_cover_nothing(self):
        self.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        self.first.interest_rule_id = self._make_rule()
        self._make_invoice(amount=1000, due="2026-03-01")
        eur = self.env.ref("base.EUR")
        self._pay_on_account(self.partner, 100, "2026-03-11", currency=eur)
        self.assertEqual(self._notice().amount_interest, 3)
