from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestNotice(ArCommon):
    """What a notice says, against figures computed by hand. The company's currency is USD."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30)
        cls.first, cls.second, cls.third = cls.policy.level_ids
        cls.usd = cls.company.currency_id
        cls.eur = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.5), ("2026-03-01", 0.8)])

    def _notice(self, **values):
        return self._run(**values).notice_ids

    def _invoice_with_discount(self, date):
        """1,000 with 2 % off within 10 days, due after 30."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        return self._make_invoice(date=date, invoice_payment_term_id=term.id)

    # -- figures -----------------------------------------------------------------------

    def test_gross_credit_net(self):
        """Trap 3: overdue 500 and 300, credits 120 and 80: 600 is asked."""
        self._make_invoice(amount=500, due="2026-03-11")
        self._make_invoice(amount=300, due="2026-03-21")
        self._make_invoice(amount=120, move_type="out_refund", date="2026-03-20")
        self._pay_on_account(self.partner, 80, "2026-03-25")
        notice = self._notice()
        self.assertRecordValues(
            notice,
            [
                {
                    "amount_overdue": 800,
                    "amount_upcoming": 0,
                    "amount_credit": 200,
                    "amount_total": 600,
                    "amount_total_company": 600,
                    "days_overdue": 20,
                }
            ],
        )
        credits = notice.line_ids.filtered(lambda line: line.kind == "credit")
        self.assertEqual(sorted(credits.mapped("amount")), [-120, -80])
        self.assertEqual(set(credits.mapped("days_overdue")), {0})

    def test_credits_of_notices_per_invoice(self):
        """150 on account against two invoices of 100: 50 is asked, once."""
        self.policy.grouping = "invoice"
        self._make_invoice(amount=100, due="2026-03-11")
        second = self._make_invoice(amount=100, due="2026-03-21")
        third = self._make_invoice(amount=70, due="2026-03-22")
        self._pay_on_account(self.partner, 90, "2026-03-24")
        self._pay_on_account(self.partner, 60, "2026-03-25")
        run = self._run(confirm=True)
        notices = run.notice_ids.sorted("amount_total")
        self.assertEqual(notices.mapped("amount_total"), [50, 70])
        self.assertEqual(notices.mapped("amount_credit"), [50, 0])
        self.assertEqual(notices[0].line_ids.move_id & second, second)
        self.assertEqual(notices[1].line_ids.move_id, third)
        # The same when the figures are read again.
        self.assertEqual(run.notice_ids._refresh_before_sending(), run.notice_ids)
        self.assertEqual(notices.mapped("amount_total"), [50, 70])
        self.assertEqual(len(notices._set_sent()), 2)

    def test_early_payment_discount(self):
        """Trap 20: not overdue before the due date; the discount is asked until its day."""
        early = self._make_policy(-25, 3, sequence=0)
        invoice = self._invoice_with_discount("2026-03-26")  # discount until April 5th
        notice = self._notice()
        self.assertEqual((notice.policy_id, notice.level_id.delay_days), (early, -25))
        self.assertRecordValues(
            notice, [{"amount_overdue": 0, "amount_upcoming": 980, "amount_total": 980}]
        )
        self.assertEqual(notice.line_ids.amount_open, 1000)
        simulate = self.env["ar.dunning.run"].simulate
        for day, amount in (("2026-04-05", 980), ("2026-04-06", 1000)):
            with self.subTest(day=day):
                (simulated,) = simulate(self.company.id, day)["notices"]
                self.assertEqual(simulated["amount_total"], amount)
        with freeze_time("2026-04-06"):
            self.assertEqual(self._notice().amount_total, 1000)
        early.active = False
        with freeze_time("2026-05-30"):
            notice = self._notice()
            self.assertEqual((notice.amount_overdue, notice.days_overdue), (1000, 35))
            self.assertEqual(notice.line_ids.move_id, invoice)

    def test_two_currencies_are_two_notices(self):
        self._make_invoice(amount=100, date="2026-02-01", due="2026-03-11")
        # 400 EUR at 0.5 EUR a dollar are booked as 800 USD.
        self._make_invoice(amount=400, date="2026-02-01", due="2026-03-11", currency_id=self.eur.id)
        notices = self._notice().sorted("amount_total")
        self.assertEqual(notices.currency_id, self.usd + self.eur)
        self.assertEqual(notices.mapped("amount_total"), [100, 400])
        self.assertEqual(notices.mapped("amount_total_company"), [100, 800])
        self.assertEqual(notices.run_id.amount_total, 900)
        notices.run_id.action_confirm()
        self.assertEqual(notices.mapped("state"), ["queued", "queued"])

    def test_a_credit_in_another_currency(self):
        """It pays nothing, and is not on the notice: each currency is settled for itself."""
        self._make_invoice(amount=100, date="2026-02-01", due="2026-03-11")
        self._make_invoice(
            amount=60, date="2026-02-01", move_type="out_refund", currency_id=self.eur.id
        )
        notice = self._notice()
        self.assertEqual((notice.amount_total, notice.amount_credit), (100, 0))
        self.assertEqual(notice.line_ids.mapped("kind"), ["item"])

    def test_minimums(self):
        self.policy.min_amount = 50
        self._make_invoice(amount=49.99, due="2026-03-11")
        run = self._run()
        self.assertEqual(run.line_ids.reason, "below_policy_minimum")
        self.assertIn("50.00", run.line_ids.reason_text)
        self._make_invoice(amount=0.01, due="2026-03-25")
        self.assertEqual(self._notice().amount_total, 50)

    def test_items_not_yet_due_are_shown(self):
        self._make_invoice(amount=100, due="2026-03-11")
        later = self._make_invoice(amount=70, due="2026-04-30")
        due_today = self._make_invoice(amount=30, due="2026-03-31")
        self._make_invoice(amount=20, due="2026-04-30").no_followup = True
        self.assertEqual(len(self._notice().line_ids), 1)
        self.first.show_all_items = True
        notice = self._notice()
        info = notice.line_ids.filtered(lambda line: line.kind == "info")
        self.assertEqual(info.move_id, later | due_today)
        self.assertEqual(notice.amount_total, 100)

    # -- charges -----------------------------------------------------------------------

    def test_fee_once_per_item_and_level(self):
        self.second.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 5})]
        invoice = self._make_invoice(amount=100, due="2026-03-01")
        first = self._remind()
        self.assertEqual((first.level_id, first.amount_fee), (self.first, 0))
        with freeze_time("2026-04-01"):
            notice = self._remind()
            self.assertEqual(
                (notice.level_id, notice.amount_fee, notice.amount_total), (self.second, 5, 105)
            )
        # The due date was moved: the level is said again, and not charged again.
        self._receivable(invoice).date_maturity = "2026-04-20"
        with freeze_time("2026-05-10"):
            again = self._remind()
            self.assertEqual(again.level_id, self.first)
        with freeze_time("2026-05-11"):
            again = self._remind()
            self.assertEqual((again.level_id, again.line_ids.repeat), (self.second, 1))
            self.assertEqual((again.amount_fee, again.amount_total), (0, 100))

    def test_one_fee_for_many_items(self):
        self.first.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 5})]
        self._make_invoice(amount=100, due="2026-03-11")
        self._make_invoice(amount=100, due="2026-03-12")
        self.assertEqual(self._notice().amount_total, 205)

    def test_fee_in_the_currency_of_the_notice(self):
        self.first.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 10})]
        self._make_invoice(amount=100, date="2026-02-01", due="2026-03-11", currency_id=self.eur.id)
        notice = self._notice()
        # At the rate of the notice's day, 0.8; the item stays at the rate it was booked at.
        self.assertEqual((notice.amount_fee, notice.amount_total), (8, 108))
        self.assertEqual(notice.amount_total_company, 210)
        self.first.fee_ids = [Command.create({"currency_id": self.eur.id, "amount": 7.5})]
        self.assertEqual(self._notice().amount_fee, 7.5)

    def test_no_fee_where_the_item_is_left_out(self):
        self.first.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 5})]
        self._make_invoice(amount=100, due="2026-03-11")
        notice = self._notice()
        notice.line_ids.action_drop()
        self.assertEqual((notice.amount_fee, notice.amount_total), (0, 0))

    def test_a_fee_alone_is_not_sent(self):
        """100 EUR are paid on account meanwhile: the fee does not keep the notice alive."""
        self.first.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 5})]
        self._make_invoice(amount=100, date="2026-02-01", due="2026-03-11")
        self._make_invoice(amount=400, date="2026-02-01", due="2026-03-11", currency_id=self.eur.id)
        run = self._run(confirm=True)
        self._pay_on_account(self.partner, 100, "2026-03-31")
        ready = run.notice_ids._refresh_before_sending()
        self.assertEqual(ready.currency_id, self.eur)
        cancelled = run.notice_ids - ready
        self.assertEqual(cancelled.state, "cancelled")
        self.assertIn("credits cover", cancelled.error)

    def _make_rule(self, **values):
        return self.env["ar.interest.rule"].create(
            {
                "name": "3.65 %",
                "basis": "agreed",
                "agreed_rate": 3.65,
                "reference_id": False,
                "currency_id": self.usd.id,
                "compensation_ids": [Command.create({"amount_from": 0, "compensation": 40})],
                **values,
            }
        )

    def test_interest_and_compensation(self):
        """3.65 % a year of 1,000 is 0.10 a day: 10 days on 1,000, 20 days on 600: 2.20."""
        self.first.write({"interest_rule_id": self._make_rule().id, "charge_compensation": True})
        invoice = self._make_invoice(amount=1000, due="2026-03-01")
        self._pay(invoice, 400, "2026-03-11")
        notice = self._notice()
        self.assertRecordValues(
            notice,
            [
                {
                    "amount_overdue": 600,
                    "amount_interest": 2.2,
                    "amount_fee": 40,
                    "amount_total": 642.2,
                }
            ],
        )
        note = notice.line_ids.interest_note
        self.assertEqual(len(note.splitlines()), 2, note)
        for words in ("10 days", "20 days", "1,000.00", "600.00", "1.20"):
            self.assertIn(words, note)
        # Half of the rest is disputed: it bears no interest.
        self.env["ar.hold"].create({"move_id": invoice.id, "amount": 300, "reason": "Talks"})
        self.assertEqual(self._notice().amount_interest, 1.1)

    def test_no_interest_from_private_customers(self):
        rule = self._make_rule(business_only=True)
        self.first.write({"interest_rule_id": rule.id, "charge_compensation": True})
        self._make_invoice(due="2026-03-01")
        self.assertEqual(self._notice().amount_interest, 3)
        self.partner.is_company = False
        self.assertRecordValues(self._notice(), [{"amount_interest": 0, "amount_fee": 0}])

    # -- to whom -----------------------------------------------------------------------

    def test_recipient(self):
        child = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        self._make_invoice(child, due="2026-03-11")
        self.assertEqual(self._notice().contact_id, child)
        self.assertEqual(self._notice().partner_id, self.partner)
        self._make_invoice(due="2026-03-11")
        self.assertEqual(self._notice().contact_id, self.partner)

    # -- simulation --------------------------------------------------------------------

    def _written(self):
        """Rows written in this transaction, per table."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
             WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
            """
        )
        return {name: counts for name, *counts in self.env.cr.fetchall()}

    def test_simulation_writes_nothing(self):
        self.first.fee_ids = [Command.create({"currency_id": self.usd.id, "amount": 5})]
        invoice = self._make_invoice(amount=100, due="2026-03-11")
        self._pay_on_account(self.partner, 20, "2026-03-25")
        self.env["ar.profile"].search([("partner_id", "=", self.partner.id)]).unlink()
        before = self._written()
        result = self.env["ar.dunning.run"].simulate(self.company.id, "2026-03-31")
        self.assertEqual(self._written(), before)
        (notice,), (line,) = result["notices"], result["lines"]
        self.assertEqual(notice["level_id"], self.first.id)
        self.assertFalse(notice["profile_id"])
        self.assertEqual((line["move_id"], line["reason"]), (invoice.id, "level_due"))
        real = self._notice()
        for name in ("amount_overdue", "amount_credit", "amount_fee", "amount_total"):
            self.assertEqual(notice[name], real[name], name)

    def test_simulation_of_a_day_ahead(self):
        self._make_invoice(amount=100, due="2026-03-11")
        ahead = self._make_partner("Ahead")
        self._make_invoice(ahead, 40, date="2026-04-10", due="2026-04-20")
        simulate = self.env["ar.dunning.run"].simulate
        self.assertEqual(
            [n["partner_id"] for n in simulate(self.company, "2026-03-31")["notices"]],
            [self.partner.id],
        )
        result = simulate(self.company.id, self._day("2026-04-23"))
        self.assertEqual(
            [(n["partner_id"], n["days_overdue"]) for n in result["notices"]],
            [(self.partner.id, 43), (ahead.id, 3)],
        )
        chosen = self.env["ar.profile"].get_or_create(ahead, self.company)
        result = simulate(self.company.id, "2026-04-23", profile_ids=chosen.ids)
        self.assertEqual([n["partner_id"] for n in result["notices"]], [ahead.id])
        self.assertEqual([line["partner_id"] for line in result["lines"]], [ahead.id])

    def test_simulation_of_a_company_that_is_not_mine(self):
        other = self.env["res.company"].create({"name": "Not mine"})
        user = self._make_user("nosy", "ar_collections.ar_collections_group_collector")
        with self.assertRaises(AccessError):
            self.env["ar.dunning.run"].with_user(user).simulate(other.id, "2026-03-31")
