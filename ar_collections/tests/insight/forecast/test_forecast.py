"""The forecast of receipts on a ledger: what is read, what was agreed, cash, rights."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import ArCommon

BEHIND = ("get_open_action", "get_cash_action", "get_later", "get_exposure")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestForecast(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forecast = cls.env["ar.forecast"]
        cls.slow = cls._make_partner("Slow Ltd")
        for month in range(4, 13):
            start = f"2025-{month:02}-01"
            day = cls._day(start) + timedelta(days=30)
            for partner, delay in ((cls.partner, 2), (cls.slow, 20)):
                invoice = cls._make_invoice(partner, 100.0, start, due=day)
                cls._pay(invoice, 100.0, day + timedelta(days=delay))
        cls.open = cls._make_invoice(cls.partner, 1000.0, "2026-03-05", due="2026-04-04")
        cls.late = cls._make_invoice(cls.slow, 500.0, "2026-02-20", due="2026-03-22")

    def _get(self, **values):
        return self.forecast.get_forecast(self.company.ids, **values)

    def test_weeks(self):
        found = self._get(weeks=8)
        self.assertEqual(found["total"], 1500.0)
        self.assertEqual(found["overdue"], 500.0)
        self.assertEqual(len(found["weeks"]), 8)
        self.assertEqual(found["weeks"][0]["start"], self._day("2026-03-31"))
        self.assertEqual(found["learned_from"], 18)
        expected = sum(week["expected"] for week in found["weeks"])
        self.assertTrue(1200 < expected <= 1500, expected)
        self.assertAlmostEqual(found["later"], 1500 - expected, places=1)
        for week in found["weeks"]:
            self.assertTrue(0 <= week["low"] <= week["expected"] <= week["high"])

    def test_items(self):
        rows = {row["move_id"]: row for row in self.forecast.get_items(self.company.ids)}
        one, two = rows[self.open.id], rows[self.late.id]
        self.assertLess(abs((one["expected"] - self._day("2026-04-06")).days), 5)
        self.assertGreaterEqual(two["low"], self._day("2026-03-31"))
        self.assertEqual(two["late"], 1.0)
        self.assertIn("customer", dict(two["why"]))

    def test_an_account_tells_when(self):
        profile = self.env["ar.profile"].get_or_create(self.slow, self.company)
        words = profile.read_expected()
        [item] = self.late.line_ids.filtered("date_maturity")
        self.assertEqual(list(words), [item.id])
        self.assertTrue(words[item.id])

    def test_the_night_tells_the_worklist(self):
        profile = self.env["ar.profile"].get_or_create(self.slow, self.company)
        worklist = self.env["ar.worklist"].sudo()
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_forecast").method_direct_trigger()
        self.env.invalidate_all()
        chance = profile.late_chance
        self.assertTrue(0 <= chance < 0.5, chance)
        self.assertEqual(str(profile.late_chance_on), "2026-03-31")
        company = self.company.sudo()
        self.assertEqual(worklist._read_probabilities(company, profile.ids), {profile.id: chance})
        with freeze_time("2026-04-20 12:00:00"):
            self.assertNotEqual(
                worklist._read_probabilities(company, profile.ids)[profile.id], chance
            )

    def test_promise_stands_on_its_day(self):
        # Without payments of this transaction, which would count as fresh money.
        partner = self._make_partner("New Ltd")
        self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-24"})
        found = self._get(weeks=8)
        self.assertEqual(found["agreed"], 500.0)
        (week,) = [week for week in found["weeks"] if week["agreed"]]
        self.assertTrue(week["start"] <= self._day("2026-04-24") <= week["end"])
        self.assertEqual(week["agreed"], 500.0)

    def test_a_promise_is_believed_as_far_as_promises_are_kept(self):
        partner = self._make_partner("New Ltd")
        self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        before = self._get(weeks=8)["weeks"]
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-24"})
        place = 3
        for kept, least in ((0.0, 0.0), (1.0, 499.0)):
            with patch.object(type(self.forecast), "_read_kept_rate", lambda *_args, k=kept: k):
                week = self._get(weeks=8)["weeks"][place]
            self.assertEqual(week["agreed"], 500.0)
            self.assertGreaterEqual(week["low"], least)
            self.assertLess(week["low"], least + before[place]["high"] + 1)
            self.assertGreaterEqual(week["expected"], 500.0)
        self.assertAlmostEqual(
            self.forecast._read_kept_rate(self.company, self._day("2026-03-31")), 0.7
        )

    def test_agreed_days_override_per_item(self):
        partner = self._make_partner("New Ltd")
        invoice = self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-24"})
        [row] = [
            row for row in self.forecast.get_items(self.company.ids) if row["move_id"] == invoice.id
        ]
        day = self._day("2026-04-24")
        self.assertEqual((row["expected"], row["low"], row["late"]), (day, day, 1.0))
        self.assertGreater(row["high"], day)
        self.assertEqual(row["why"][0][0], "agreed")
        # Promised after the 30 days that the worklist asks about, and within them.
        chance = self.forecast._read_late_probabilities(self.company, profile)[profile.id]
        self.assertLess(chance, 0.35)
        item = self.env["ar.open.item"].search([("move_id", "=", invoice.id)])
        self.assertEqual(item.forecast_date, day)
        self.assertEqual(item.forecast_late, 1.0)
        self.assertIn("Agreed", item.forecast_why)
        self.assertIn("04/24/2026", profile.read_expected()[item.id])

    def test_stuck(self):
        """Customers in insolvency, and items at a lawyer, pay by no habit."""
        sure = sum(week["expected"] for week in self._get(weeks=8)["weeks"])
        profile = self.env["ar.profile"].get_or_create(self.slow, self.company)
        self.env["ar.case"].sudo()._open_insolvency(profile)
        found = self._get(weeks=8)
        self.assertEqual(found["total"], 1500.0)
        expected = sum(week["expected"] for week in found["weeks"])
        self.assertLess(expected, sure - 400)
        self.assertGreaterEqual(found["later"], 500)
        item = self.env["ar.open.item"].search([("move_id", "=", self.late.id)])
        self.assertFalse(item.forecast_date)
        self.assertIn("nothing is expected", item.forecast_why)
        self.assertEqual(
            self.forecast._read_late_probabilities(self.company, profile), {profile.id: 1.0}
        )

    def test_list_and_account_tell_when(self):
        items = self.env["ar.open.item"].search(
            [("move_id", "in", (self.open | self.late).ids)], order="residual desc"
        )
        self.assertLess(abs((items[0].forecast_date - self._day("2026-04-06")).days), 5)
        for item in items:
            self.assertLessEqual(item.forecast_low, item.forecast_date)
            self.assertLessEqual(item.forecast_date, item.forecast_high)
        self.assertEqual(items[1].forecast_late, 1.0)
        self.assertIn("this customer", items[1].forecast_why)
        week = self.forecast.get_week("2026-03-31", self.company.ids)
        self.assertTrue(all(row["told"] for row in week["rows"]), week)

    def test_a_past_day_is_told_as_it_was(self):
        """Promises, disputes and deferrals that came later did not stand then."""
        before = self._day("2026-03-10")
        was = self._get(as_of="2026-03-10", weeks=8)
        partner = self._make_partner("New Ltd")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-24"})
        self.assertEqual(self._get(weeks=8)["agreed"], 500.0)
        self.assertEqual(self._get(as_of="2026-03-10", weeks=8)["agreed"], was["agreed"])
        line = self.late.line_ids.filtered(lambda one: one.account_type == "asset_receivable")
        self.env["ar.dispute"].create(
            {
                "profile_id": self.env["ar.profile"].get_or_create(self.slow, self.company).id,
                "move_line_ids": [Command.set(line.ids)],
                "reason_id": self.env["ar.dispute.reason"].search([], limit=1).id,
            }
        )
        self.assertIn(line.id, self.forecast._read_disputed(only_open=True))
        self.assertNotIn(line.id, self.forecast._read_disputed(only_open=True, day=before))

    def test_payments_are_learned_of_each_customer(self):
        """Where there are too many, as many of each; the back-test takes some customers whole."""
        items, day = self.env["ar.open.item"], self._day("2026-03-31")
        rows = items._read_payments(self.company.ids, day, limit=6)
        partners = [row["partner_id"] for row in rows]
        self.assertEqual({partners.count(one) for one in partners}, {3})
        sampled = items._read_payments_sampled(self.company.ids, day, limit=9, each=100)
        self.assertEqual(len(sampled), 9)
        self.assertEqual(len({row["partner_id"] for row in sampled}), 1)
        self.assertEqual({(row["number"], row["of"]) for row in sampled}, {(9, 2)})
        thinned = items._read_payments_sampled(self.company.ids, day, limit=9, each=4)
        self.assertLess(len(thinned), 16)

    def test_money_on_its_way_is_cash(self):
        day = self._day("2026-03-31")
        before = self.forecast._read_cash(self.company, day)
        self.assertEqual(before, 1800.0, "what has been paid waits for the bank statement")

    def test_as_of_a_past_day(self):
        found = self._get(as_of="2025-10-15")
        self.assertEqual(found["as_of"], self._day("2025-10-15"))
        self.assertLess(found["learned_from"], 18)
        self.assertGreater(found["total"], 0)

    def test_backtest(self):
        found = self.forecast.backtest(self.company.ids)
        self.assertGreater(found["count"], 5)
        self.assertLess(found["error"], found["error_due"])

    def test_probability_for_the_worklist(self):
        profiles = self.env["ar.profile"].get_or_create(self.slow, self.company)
        profiles |= self.env["ar.profile"].get_or_create(self.partner, self.company)
        found = self.forecast._read_late_probabilities(self.company, profiles)
        self.assertEqual(len(found), 1)
        self.assertTrue(0 < found[profiles[0].id] < 0.5, found)

    def test_page(self):
        self.company.ar_cash_minimum = 100000
        self.company.ar_financing_rate = 7.3
        self.env["ar.cash.line"].create({"name": "Wages", "date": "2026-04-01", "amount": 300})
        page = self.forecast.get_page(self.company.ids, 4)
        self.assertEqual(page["weeks"][0]["planned"], -300.0)
        # Payments wait on the outstanding account: bank and cash are what the accounts say.
        balance = page["opening"] + page["weeks"][0]["expected"] - 300
        self.assertAlmostEqual(page["weeks"][0]["balance"], balance, places=2)
        self.assertEqual(page["cost_day"], 0.1)
        self.assertIn("below the least", page["warning"])
        action = self.forecast.get_week_action(False, self.company.ids)
        self.assertEqual(self.env["ar.open.item"].search(action["domain"]).move_id, self.late)

    def test_a_week_adds_up(self):
        """What a click on a week shows is what the week's figure is made of."""
        partner = self._make_partner("New Ltd")
        self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        promise = self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-10"})
        self._pay_on_account(self.slow, 200.0, "2026-03-25")
        page = self.forecast.get_page(self.company.ids, 6)
        low = 0.0
        for week in page["weeks"]:
            told = self.forecast.get_week(week["start"], self.company.ids)
            self.assertAlmostEqual(told["expected"], week["expected"], places=2)
            parts = sum(row["expected"] for row in told["rows"])
            self.assertAlmostEqual(parts + told["rest"], told["expected"], places=2)
            low += week["low"]
            self.assertTrue(week["sum_low"] <= week["sum"] <= week["sum_high"])
        self.assertGreaterEqual(page["weeks"][1]["sum_low"], page["weeks"][0]["sum_low"])
        [agreed] = [
            row
            for row in self.forecast.get_week("2026-04-07", self.company.ids)["rows"]
            if row["model"] == "ar.promise"
        ]
        self.assertEqual((agreed["id"], agreed["expected"]), (promise.id, 500.0))
        self.assertEqual(agreed["partner"], "New Ltd")
        action = self.forecast.get_week_action("2026-03-31", self.company.ids)
        found = self.env["ar.open.item"].search(action["domain"])
        self.assertIn(self.open, found.move_id)
        for start in ("2026-03-20", "2028-01-01"):
            with self.assertRaises(UserError):
                self.forecast.get_week(start, self.company.ids)

    def test_figures_above_the_weeks_have_something_behind(self):
        partner = self._make_partner("New Ltd")
        self._make_invoice(partner, 500.0, "2026-03-01", due="2026-03-20")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-10"})
        self._pay_on_account(self.slow, 200.0, "2026-03-25")
        ids = self.company.ids
        known = self.forecast._get_known(self.company, self.company._ar_today())
        for way in ("read now", "kept"):
            page = self.forecast.get_page(ids, 4) if way == "kept" else None
            if not page:
                page = self.forecast._tell(known, 4).answer
            with self.subTest(way=way):
                told = self.forecast.get_later(ids, 4)
                self.assertEqual(told["total"], page["later"])
                amounts = sum(row["amount"] for row in told["rows"])
                self.assertAlmostEqual(amounts, told["total"], delta=0.05)
                self.assertAlmostEqual(amounts + told["rest"], told["total"], places=2)
                week = self.forecast.get_week("2026-04-07", ids, True)
                self.assertEqual(week["expected"], page["weeks"][1]["agreed"])
                self.assertEqual([row["model"] for row in week["rows"]], ["ar.promise"])
        items = self.env["ar.open.item"].search(self.forecast.get_open_action(ids)["domain"])
        self.assertAlmostEqual(sum(items.mapped("residual")), page["total"])
        action = self.forecast.get_cash_action(ids)
        lines = self.env["account.move.line"].search(action["domain"])
        self.assertAlmostEqual(sum(lines.mapped("balance")), page["opening"])
        told = self.forecast.get_exposure(ids)
        self.assertEqual((told["total"], told["rest"]), (page["exposure"], 0.0))
        self.assertEqual(sum(row["amount"] for row in told["rows"]), page["exposure"])

    def test_costs(self):
        self.company.ar_financing_rate = 7.3
        [row] = self.forecast.get_costs(self.company.ids)
        self.assertEqual((row["partner"], row["overdue"], row["days"]), ("Slow Ltd", 500.0, 9))
        self.assertAlmostEqual(row["cost_day"], 0.1)
        self.assertEqual(row["cost_year"], 36.5)
        profile = self.env["ar.profile"].get_or_create(self.slow, self.company)
        action = self.forecast.get_account_action(row["partner_id"], row["company_id"])
        self.assertEqual(action["res_id"], profile.id)
        self.company.ar_financing_rate = 0
        self.assertEqual(self.forecast.get_costs(self.company.ids), [])

    def test_cap_of_a_tree_is_counted_once(self):
        self._add_companies()
        self.company.ar_credit_cap = 5000
        both = self.company | self.branch
        alone = self.forecast.get_page(self.company.ids, 1)
        together = self.forecast.with_context(allowed_company_ids=both.ids).get_page(both.ids, 1)
        self.assertEqual((alone["cap"], together["cap"]), (5000, 5000))
        self.assertEqual(alone["exposure"], together["exposure"])
        self.assertGreater(alone["exposure"], 0)

    def test_a_cap_above_is_told_to_who_sees_that_company(self):
        self._add_companies()
        self.company.ar_credit_cap = 5000
        groups = "ar_collections.ar_collections_group_manager"
        user = self._make_user("branch_manager", groups, self.branch)
        self.env.flush_all()
        forecast = self.forecast.with_user(user).with_context(allowed_company_ids=self.branch.ids)
        page = forecast.get_page(self.branch.ids, 1)
        self.assertEqual((page["cap"], page["exposure"]), (0, 0))
        self.company.ar_credit_cap = 0
        page = forecast.get_page(self.branch.ids, 1)
        self.assertEqual((page["cap"], page["exposure"]), (0, 0), "the branch has no debtor")

    def test_each_company_at_its_own_rate(self):
        self._add_companies()
        self.company.ar_financing_rate = 7.3
        self.branch.ar_financing_rate = 20
        both = self.company | self.branch
        page = self.forecast.with_context(allowed_company_ids=both.ids).get_page(both.ids, 1)
        self.assertEqual((page["overdue"], page["cost_year"]), (500, 36.5))
        self.assertAlmostEqual(page["rate"], 7.3)

    def test_overdue_is_one_figure_on_all_pages(self):
        """Unallocated credits stand by their own age, as in the aging and the key figures."""
        self._pay_on_account(self.slow, 200.0, "2026-03-25")
        page = self.forecast.get_page(self.company.ids, 4)
        self.assertEqual(page["overdue"], 300.0)
        kpis = self.env["ar.kpi"].get_kpis("2026-03-01", "2026-03-31", self.company.ids)
        self.assertEqual(page["overdue"], kpis["overdue_rate"]["numerator"])
        action = self.forecast.get_week_action(False, self.company.ids)
        items = self.env["ar.open.item"].search(action["domain"])
        self.assertEqual(page["overdue"], sum(items.mapped("residual")))

    def test_what_is_asked_must_make_sense(self):
        for weeks in (0, 54, "many", True):
            with self.subTest(weeks=weeks), self.assertRaises(UserError):
                self._get(weeks=weeks)
        with self.assertRaises(ValidationError):
            self.company.ar_financing_rate = -1

    def test_rights(self):
        plain = self._make_user("plain", "base.group_user")
        for name in ("get_forecast", "get_items", "backtest", "get_page", "get_costs", *BEHIND):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(self.forecast.with_user(plain), name)(self.company.ids)
