import logging

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import ArCommon

_logger = logging.getLogger(__name__)

SIZES = (1, 10, 100)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestQueries(ArCommon):
    """Queries do not grow with customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule = cls.env["ar.interest.rule"].create(
            {
                "name": "3.65 %",
                "basis": "agreed",
                "agreed_rate": 3.65,
                "reference_id": False,
                "currency_id": cls.company.currency_id.id,
            }
        )
        level = {"delay_days": 3, "interest_rule_id": rule.id, "show_all_items": True}
        cls.policy = cls._make_policy(level, 14)
        user = cls.env.user
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "user_id": user.id,
                    "child_ids": [(0, 0, {"name": f"Accounts {number}", "type": "invoice"})],
                }
                for number in range(max(SIZES))
            ]
        )
        moves = cls.env["account.move"]
        for due in ("2026-03-11", "2026-04-30"):
            for partner in cls.partners:
                moves |= cls._make_invoice(partner, 100, due=due, post=False)
        moves.action_post()
        cls.profiles = cls.env["ar.profile"].search([("partner_id", "in", cls.partners.ids)])

    def _count(self, method):
        """Number of queries of a call on cold caches, with what it leaves to be written."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = method()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, result

    def _run_of(self, size):
        return self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, self.profiles[:size].ids)]}
        )

    def _measure(self, prepare, act):
        """Queries of ``act`` for each size; each in a savepoint, to start from the same."""
        counts = {}
        for size in (SIZES[0], *SIZES):  # the first one warms up what is cached for good
            with self.env.cr.savepoint() as savepoint:
                record = prepare(size)
                counts[size], _result = self._count(lambda: act(record))  # noqa: B023
                savepoint.close(rollback=True)
        return counts

    def assertConstant(self, counts, at_most):
        _logger.info("Queries by customers: %s", counts)
        # INSERTs and UPDATEs go in batches of 100 rows and more.
        self.assertLessEqual(counts[100], counts[1] + 10, counts)
        self.assertLessEqual(counts[10], counts[1] + 5, counts)
        self.assertLessEqual(counts[100], at_most, counts)

    def test_propose(self):
        counts = self._measure(self._run_of, lambda run: run.action_propose())
        self.assertConstant(counts, 90)

    def test_confirm(self):
        def proposed(size):
            run = self._run_of(size)
            run.action_propose()
            self.assertEqual(len(run.notice_ids), size)
            return run

        self.assertConstant(self._measure(proposed, lambda run: run.action_confirm()), 60)

    def test_refresh(self):
        """Reading the money again before sending, with a credit on each notice."""
        receivable = self.company_data["default_account_receivable"]
        credits = [
            {"account_id": receivable.id, "partner_id": partner.id, "credit": 10}
            for partner in self.partners
        ]
        bank = self.company_data["default_account_revenue"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-03-20",
                "line_ids": [
                    Command.create(values)
                    for values in (*credits, {"account_id": bank.id, "debit": 10 * len(credits)})
                ],
            }
        )
        entry.action_post()

        def confirmed(size):
            run = self._run_of(size)
            run.action_propose()
            run.action_confirm()
            notices = run.notice_ids.browse(run.notice_ids.ids)
            self.assertEqual(notices.mapped("amount_credit"), [10] * size)
            return notices

        counts = self._measure(confirmed, lambda notices: notices._refresh_before_sending())
        self.assertConstant(counts, 60)

    def test_only_what_is_due(self):
        """A run loads customers with an item past a level, and no others."""
        planner = self.env["ar.dunning.planner"]
        due = self.env["account.move"].search([("invoice_date_due", "=", "2026-03-11")])
        for today, delays in (
            ("2026-03-05", set()),
            ("2026-03-06", {-5}),  # the shipped policy's first level
            ("2026-03-12", {1}),  # late without a level: said if no policy fits
            ("2026-03-14", {3}),
            ("2026-03-25", {14}),
        ):
            with freeze_time(today):
                found = planner._read_due(self.company)
                self.assertEqual({delay for _item, _partner, delay in found}, delays)
                items = {item for item, _partner, _delay in found}
                expected = due._ar_receivable_items() if delays else due.line_ids.browse()
                self.assertEqual(items, set(expected.ids))
                self.assertEqual(
                    planner._partner_ids(self.company), sorted(expected.partner_id.ids)
                )
        with freeze_time("2026-03-05"):
            run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
            run.action_propose()
            self.assertEqual((run.state, run.customers_total), ("done", 0))

    def test_set_sent(self):
        def confirmed(size):
            run = self._run_of(size)
            run.action_propose()
            run.action_confirm()
            # Not the one2many, which forgets its siblings with the cache.
            return run.notice_ids.browse(run.notice_ids.ids)

        self.assertConstant(self._measure(confirmed, lambda notices: notices._set_sent()), 60)

    def test_simulate(self):
        simulate = self.env["ar.dunning.run"].simulate
        counts = self._measure(
            lambda size: self.profiles[:size].ids,
            lambda ids: simulate(self.company.id, "2026-03-31", profile_ids=ids),
        )
        self.assertConstant(counts, 70)

    def test_screens(self):
        def of_profiles(names):
            return self._measure(
                lambda size: self.profiles[:size].ids,
                lambda ids: self.env["ar.profile"].browse(ids).read(names),
            )

        amounts = ["display_name", "open_amount", "overdue_amount", "credit_amount", "held"]
        self.assertConstant(of_profiles(amounts), 12)
        self.assertConstant(of_profiles(["policy_id", "policy_reason"]), 12)
        self.assertConstant(of_profiles(["notice_count", "last_notice_id", "last_level_id"]), 12)

        moves = self.env["account.move"].search([("partner_id", "in", self.partners.ids)])
        names = ["ar_level_id", "ar_days_overdue", "ar_next_action_date", "ar_notice_count"]
        counts = self._measure(
            lambda size: moves[:size].ids, lambda ids: moves.browse(ids).read(names)
        )
        # One of them looks for broken promises.
        self.assertConstant(counts, 28)
