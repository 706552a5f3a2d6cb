"""The forecast that the night keeps: what the page shows of it, for whom, and for how long."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import tagged

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
JOBS = "odoo.addons.ar_collections.models.base.ar_job_mixin"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestForecastKept(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_companies()
        cls.forecast = cls.env["ar.forecast"]
        cls.kept = cls.env["ar.forecast.kept"].sudo()
        cls.slow = cls._make_partner("Slow Ltd")
        for month in range(4, 13):
            start = f"2025-{month:02}-01"
            day = cls._day(start) + timedelta(days=30)
            for partner, delay in ((cls.partner, 2), (cls.slow, 20)):
                invoice = cls._make_invoice(partner, 100.0, start, due=day)
                cls._pay(invoice, 100.0, day + timedelta(days=delay))
        cls.open = cls._make_invoice(cls.partner, 1000.0, "2026-03-05", due="2026-04-04")
        cls.late = cls._make_invoice(cls.slow, 500.0, "2026-02-20", due="2026-03-22")
        fresh = cls._make_partner("New Ltd")
        cls._make_invoice(fresh, 500.0, "2026-03-01", due="2026-03-20")
        cls._make_invoice(fresh, 70.0, "2026-03-02", due="2026-04-20")
        cls._pay_on_account(cls.slow, 200.0, "2026-03-25")
        profile = cls.env["ar.profile"].get_or_create(fresh, cls.company)
        cls.promise = cls.env["ar.promise"].create(
            {"profile_id": profile.id, "date": "2026-04-10", "amount": 400}
        )
        cls.collector = cls._make_user("kept_collector", COLLECTOR, cls.company)

    def _pass_night(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_forecast").method_direct_trigger()
        self.env.invalidate_all()

    def _find(self, companies=None):
        return self.kept._find(companies or self.company, self.company._ar_today())

    def _get_page(self, companies=None, weeks=13, user=None):
        companies = companies or self.company
        forecast = self.forecast.with_user(user or self.env.user)
        forecast = forecast.with_context(allowed_company_ids=companies.ids)
        return forecast.get_page(companies.ids, weeks)

    # -- what the night keeps ----------------------------------------------------------

    def test_the_page_is_what_was_kept(self):
        self._pass_night()
        kept = self._find()
        self.assertTrue(kept.nightly)
        for weeks in (1, 13, 26):
            live = self.forecast.get_forecast(self.company.ids, weeks)
            with patch.object(type(self.forecast), "_learn", side_effect=AssertionError):
                page = self._get_page(weeks=weeks)
            self.assertEqual(
                {name: page[name] for name in live if name != "weeks"},
                {name: value for name, value in live.items() if name != "weeks"},
            )
            told = [{name: week[name] for name in live["weeks"][0]} for week in page["weeks"]]
            self.assertEqual(told, live["weeks"])
        self.assertTrue(page["kept"])
        self.assertFalse(page["changed"])
        tried = self.forecast.backtest(self.company.ids)
        self.assertEqual(page["test"]["count"], tried["count"])
        self.assertAlmostEqual(page["test"]["error"], tried["error"])
        self.assertEqual(self.forecast.get_test(self.company.ids), page["test"])

    def test_a_week_adds_up(self):
        self._pass_night()
        page = self._get_page(weeks=26)
        for week in page["weeks"]:
            live = self.forecast._list_parts(
                self.company, page["as_of"], week["start"], page["weeks"].index(week)
            )
            with patch.object(type(self.forecast), "_learn", side_effect=AssertionError):
                told = self.forecast.get_week(week["start"], self.company.ids)
            self.assertEqual(told["expected"], week["expected"])
            self.assertEqual(told["count"], len(live))
            parts = sum(row["expected"] for row in told["rows"])
            self.assertAlmostEqual(parts + told["rest"], told["expected"], places=2)
            for row, one in zip(told["rows"], live, strict=True):
                for name in ("model", "id", "partner_id", "due", "residual"):
                    self.assertEqual(row[name], one[name], name)
                self.assertAlmostEqual(row["chance"], one["chance"])
                # Items are told in words; what is agreed stands on its day.
                self.assertEqual(bool(row.get("told")), row["model"] == "account.move")
        rows = self.forecast.get_week("2026-04-07", self.company.ids)["rows"]
        [agreed] = [row for row in rows if row["model"] == "ar.promise"]
        self.assertEqual(agreed["id"], self.promise.id)
        # As the largest part it may take what rounding has lost of the others.
        self.assertAlmostEqual(agreed["expected"], 400.0, delta=0.02)
        self.assertEqual(agreed["name"], self.promise.display_name)
        self.assertEqual(agreed["partner"], "New Ltd")

    def test_items_are_told_as_their_money(self):
        """List, account and week say one thing, of what the night has learned."""
        covered = self._make_invoice(self.slow, 150.0, "2026-01-05", due="2026-02-04")
        self._pass_night()
        learn = patch.object(type(self.forecast), "_learn_of", side_effect=AssertionError)
        domain = [("company_id", "=", self.company.id), ("residual", ">", 0)]
        parts = self.env["ar.forecast.part"].sudo()
        with learn:
            items = self.env["ar.open.item"].search(domain)
            days = {item.id: item.forecast_date for item in items}
            profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
            words = profile.read_expected()
            page = self._get_page(weeks=26)
            weeks = [
                self.forecast.get_week(week["start"], self.company.ids) for week in page["weeks"]
            ]
        self.assertLessEqual(covered, items.move_id)
        self.assertTrue(all(days.values()), "also of what a credit covers")
        told = {}
        for week in weeks:
            parts_of_week = sum(row["expected"] for row in week["rows"])
            self.assertAlmostEqual(parts_of_week + week["rest"], week["expected"], places=2)
            for row in week["rows"]:
                told.setdefault(row["item_id"], set()).add(row["told"])
        whole = 0
        for part in parts.search([("kept_id", "=", self._find().id), ("item", "!=", False)]):
            if not part.chances or dict(part.why).get("agreed") is not None:
                continue
            whole += 1
            number = (days[part.item] - page["as_of"]).days // 7
            comes = sum(part.chances)
            self.assertLess(sum(part.chances[:number]), 0.5)
            self.assertGreaterEqual(sum(part.chances[: number + 1]), 0.5 * comes - 1e-6)
            [said] = told[part.item]
            if part.item in words:
                self.assertEqual(said, words[part.item])
        self.assertGreaterEqual(whole, 2)

    def test_what_the_night_has_not_seen_is_learned(self):
        gamma = self._make_partner("Gamma Ltd")
        promised = self._make_invoice(gamma, 600.0, "2026-02-15", due="2026-03-15")
        self._pass_night()
        items = self.env["ar.open.item"]
        domain = [("company_id", "=", self.company.id), ("residual", ">", 0)]
        new = self._make_invoice(self.partner, 90.0, "2026-03-30", due="2026-04-29")
        profile = self.env["ar.profile"].get_or_create(gamma, self.company)
        self.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-15"})
        asked = []
        learn = type(self.forecast)._learn_of

        def count(forecast, company, day, partner_ids):
            asked.append(partner_ids)
            return learn(forecast, company, day, partner_ids)

        with patch.object(type(self.forecast), "_learn_of", count):
            found = {item.move_id: item.forecast_date for item in items.search(domain)}
        self.assertEqual(asked, [sorted((self.partner | gamma).ids)])
        self.assertLess(abs((found[new] - self._day("2026-05-01")).days), 5)
        self.assertEqual(found[promised], self._day("2026-04-15"), "agreed since")
        # What was kept before items were told is told now.
        self.env.cr.execute("UPDATE ar_forecast_part SET day = NULL, why = NULL")
        self.env.invalidate_all()
        week = self.forecast.get_week("2026-03-31", self.company.ids)
        self.assertTrue(all(row["told"] for row in week["rows"] if row["item_id"]))

    def test_what_is_left_out_is_the_rest(self):
        self._pass_night()
        page = self._get_page(weeks=2)
        figures = "odoo.addons.ar_collections.models.insight.forecast.ar_forecast_figures"
        with patch(f"{figures}.MOST_PARTS", 1):
            told = self.forecast.get_week(page["weeks"][1]["start"], self.company.ids)
        self.assertEqual(len(told["rows"]), 1)
        self.assertGreater(told["count"], 1)
        self.assertAlmostEqual(
            told["rows"][0]["expected"] + told["rest"], page["weeks"][1]["expected"], places=2
        )

    def test_the_list_behind_a_week(self):
        live = self.forecast.get_week_action("2026-03-31", self.company.ids)
        items = self.env["ar.open.item"]
        before = items.search(live["domain"])
        self.assertIn(self.open, before.move_id)
        self._pass_night()
        action = self.forecast.get_week_action("2026-03-31", self.company.ids)
        self.assertEqual(action["domain"], live["domain"])
        with patch.object(type(self.forecast), "_learn", side_effect=AssertionError):
            self.assertEqual(items.search(action["domain"]), before)
        for text in ("null", "[]", '["2026-03-31"]', '["2028-01-01", null]', "[["):
            with self.subTest(text=text), self.assertRaises(UserError):
                items.search([("forecast_of", "=", text)])

    def test_the_night_goes_on_where_it_was(self):
        companies = self.company | self.other
        learned = []
        keep = type(self.forecast)._keep_night

        def count(forecast, company):
            learned.append(company.id)
            return keep(forecast, company)

        with patch.object(type(self.forecast), "_keep_night", count):
            self._pass_night()
            self.assertTrue(set(companies.ids) <= set(learned))
            done = len(learned)
            self._find().test = False
            self._pass_night()
        self.assertEqual(len(learned), done, "what is kept is not learned again")
        self.assertTrue(self._find().test, "what was left of the night is done")

    def test_a_company_that_fails_stops_no_other(self):
        keep = type(self.forecast)._keep_night

        def fail(forecast, company):
            if company == self.company:
                raise ValueError("broken")
            return keep(forecast, company)

        with patch.object(type(self.forecast), "_keep_night", fail), self.assertLogs(JOBS, "ERROR"):
            self._pass_night()
        self.assertFalse(self._find())
        self.assertTrue(self._find(self.other).test)

    # -- how old it is -----------------------------------------------------------------

    def test_after_a_payment(self):
        self._pass_night()
        before = self._get_page()
        with freeze_time("2026-03-31 15:00:00"):
            self._pay(self.open, 1000.0, "2026-03-31")
            page = self._get_page()
            self.assertEqual(page["total"], before["total"])
            # The same money is not counted twice: as cash now, and as what is expected.
            self.assertEqual(page["weeks"], before["weeks"])
            self.assertEqual(page["opening"], before["opening"])
            self.assertRegex(page["changed"], "1,870.00.* to .*870.00")
            self.assertIn("12:00", page["age"])
            page = self.forecast.with_user(self.collector).compute_now(self.company.ids, 8)
            self.assertEqual((len(page["weeks"]), page["total"]), (8, 870.0))
            self.assertEqual(page["opening"], before["opening"] + 1000.0)
            self.assertFalse(page["changed"])
            self.assertIn("3:00", page["age"])
            self.assertTrue(page["test"], "the back-test of the day stands")
            self.assertEqual(self._get_page()["total"], 870.0)
        self.assertTrue(self._find().nightly)

    def test_the_hour_is_the_readers(self):
        self._pass_night()
        self.collector.tz = "Asia/Shanghai"
        self.assertRegex(self._get_page(user=self.collector)["age"], "^As of 8:00.PM")
        with freeze_time("2026-03-31 17:00:00"):
            self.assertIn("3/31/26", self._get_page(user=self.collector)["age"])

    def test_of_another_day_nothing_is_shown(self):
        self._pass_night()
        old = self._find()
        parts = self.env["ar.forecast.part"].sudo().search([("kept_id", "=", old.id)])
        self.assertTrue(parts)
        with freeze_time("2026-04-02 08:00:00"):
            page = self._get_page()
            self.assertEqual(page["as_of"], self._day("2026-04-02"))
            self.assertFalse(page["test"], "of that day, nothing is tried yet")
            self.assertTrue(self.forecast.get_test(self.company.ids)["count"])
            self.assertTrue(self._get_page()["test"])
            self.assertEqual(self._find(), old)
        self.assertFalse(parts.exists(), "what was kept before is gone")

    def test_the_first_who_asks_keeps_it(self):
        self.assertFalse(self._find())
        page = self._get_page(user=self.collector)
        self.assertTrue(page["kept"])
        kept = self._find()
        self.assertFalse(kept.nightly)
        moment = kept.moment
        with freeze_time("2026-03-31 15:00:00"):
            self._get_page()
            self.assertEqual(kept.moment, moment)
            self._pass_night()
        self.assertTrue(kept.nightly)
        self.assertGreater(kept.moment, moment)

    def test_two_at_once(self):
        self._pass_night()
        locked = patch.object(type(self.kept), "lock_for_update", side_effect=LockError("busy"))
        with locked, self.assertRaisesRegex(LockError, "Somebody else is working on Forecast of"):
            self.forecast.compute_now(self.company.ids)

    def test_weeks_that_are_not_kept(self):
        self._pass_night()
        page = self._get_page(weeks=53)
        self.assertEqual((len(page["weeks"]), page["kept"]), (53, False))
        told = self.forecast.get_week(page["weeks"][40]["start"], self.company.ids)
        self.assertAlmostEqual(told["expected"], page["weeks"][40]["expected"], places=2)

    def test_what_is_gone_has_no_name(self):
        self._pass_night()
        self.env["ar.forecast.part"].sudo().search([]).flush_recordset()
        self.env.cr.execute("UPDATE ar_forecast_part SET partner = 2147483647, res_id = 2147483647")
        for row in self.forecast.get_week("2026-04-07", self.company.ids)["rows"]:
            self.assertEqual(row["partner"], "")

    # -- for whom ----------------------------------------------------------------------

    def test_two_companies(self):
        both = self.company | self.branch
        self._make_invoice(amount=300.0, company=self.branch, due="2026-03-01")
        self._pass_night()
        self.assertFalse(self._find(both))
        page = self._get_page(both)
        self.assertEqual(page["total"], 2170.0)
        kept = self._find(both)
        self.assertEqual(kept.company_ids, both)
        self.assertEqual(self._find(self.branch | self.company), kept)
        self.assertEqual(self._get_page()["total"], 1870.0)
        forecast = self.forecast.with_context(allowed_company_ids=both.ids)
        week = page["weeks"][0]
        told = forecast.get_week(week["start"], both.ids)
        self.assertEqual(told["expected"], week["expected"])
        with freeze_time("2026-04-01 02:00:00"):
            self._pass_night()
        self.assertFalse(kept.exists(), "the night drops what nobody is shown")

    def test_companies_of_another_currency_are_left_out(self):
        currency = self.env.ref("base.EUR")
        if currency == self.company.currency_id:
            currency = self.env.ref("base.USD")
        currency.active = True
        self.other.currency_id = currency
        every = self.company | self.branch | self.other
        forecast = self.forecast.with_context(allowed_company_ids=every.ids)
        for name in ("get_page", "compute_now"):
            with self.subTest(name=name):
                page = getattr(forecast, name)()
                self.assertEqual(page["company_ids"], (self.company | self.branch).ids)
                self.assertEqual(page["currency_id"], self.company.currency_id.id)
                self.assertIn("Other Ltd", page["notes"][0])
                self.assertIn("another currency", page["notes"][0])
        week = forecast.get_week(page["weeks"][0]["start"], page["company_ids"])
        self.assertEqual(week["expected"], page["weeks"][0]["expected"])
        with self.assertRaisesRegex(UserError, "different currencies"):
            forecast.get_page(every.ids)
        own = forecast.with_context(allowed_company_ids=self.other.ids).get_page()
        self.assertEqual((own["company_ids"], own["notes"]), (self.other.ids, []))
        # The other pages of the room tell of one currency, or of each company in its own.
        self.assertTrue(forecast.env["ar.effect"].get_page()["notes"])
        for company in every:
            values = {"company_id": company.id, "date": "2026-03-31"}
            provision = forecast.env["ar.ecl"].create(values)
            self.assertEqual(provision.currency_id, company.currency_id)
            values = {"company_id": company.id, "amount": 100, "year": 2026, "period": "q1"}
            target = forecast.env["ar.target"].create(values)
            self.assertEqual(target.currency_id, company.currency_id)
        targets = forecast.env["ar.target"].search([])
        self.assertEqual(set(targets.company_id), set(every))
        self.assertTrue(all(target.attained >= 0 for target in targets))
        forecast.env["ar.ecl"].search([]).action_compute()

    def test_another_company_is_never_shown(self):
        both = self.company | self.branch
        self._pass_night()
        self._get_page(both)
        parts = self.env["ar.forecast.part"].with_user(self.collector)
        self.assertEqual(parts.search([]).sudo().company_id, self.company)
        kept = self.kept.with_user(self.collector)
        self.assertEqual(kept.search([]).sudo(), self._find())
        forecast = self.forecast.with_user(self.collector)
        for companies in (self.other, both):
            for name in ("get_page", "compute_now", "get_test"):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    getattr(forecast, name)(companies.ids)
            with self.assertRaises(AccessError):
                forecast.get_week("2026-03-31", companies.ids)
            question = f'["2026-03-31", {companies.ids}]'
            with self.assertRaises(AccessError):
                self.env["ar.open.item"].with_user(self.collector).search(
                    [("forecast_of", "=", question)]
                )

    def test_who_sees_own_customers_sees_them_alone(self):
        self.company.ar_aging_for_sales = True
        seller = self._make_user("kept_seller", "ar_collections.ar_collections_group_sales")
        self.partner.user_id = seller
        self._pass_night()
        forecast = self.forecast.with_user(seller)
        week = forecast.get_forecast(self.company.ids, 1)["weeks"][0]
        told = forecast.get_week("2026-03-31", self.company.ids)
        self.assertEqual({row["partner_id"] for row in told["rows"]}, {self.partner.id})
        self.assertAlmostEqual(told["expected"], week["expected"], places=2)
        action = forecast.get_week_action("2026-03-31", self.company.ids)
        found = self.env["ar.open.item"].with_user(seller).search(action["domain"])
        self.assertEqual(found.move_id, self.open)
        for name in ("get_page", "compute_now"):
            with self.assertRaises(AccessError):
                getattr(forecast, name)(self.company.ids)
        with self.assertRaises(AccessError):
            self.kept.with_user(seller).search([])

    def test_without_rights(self):
        self._pass_night()
        plain = self._make_user("kept_plain", "base.group_user")
        for name in ("get_page", "compute_now", "get_test"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(self.forecast.with_user(plain), name)(self.company.ids)
        with self.assertRaises(AccessError):
            self.forecast.with_user(plain).get_week("2026-03-31", self.company.ids)

    def test_the_alert_reads_what_is_kept(self):
        rules = self.env["ar.alert.rule"].sudo()
        watch = rules._get_watch(self.company)
        live = rules._measure_cash(watch)
        self.assertFalse(self._find(), "an alert keeps nothing")
        self._pass_night()
        with patch.object(type(self.forecast), "_learn", side_effect=AssertionError):
            self.assertEqual(rules._measure_cash(watch), live)
