"""The aging report: rows, options, tie-out, bad requests."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import ArCommon


class AgingCommon(ArCommon):
    """Reports of one customer unless told otherwise."""

    def _aging(self, as_of=None, **options):
        options.setdefault("company_ids", self.company.ids)
        return self.env["ar.aging.report"].get_aging(as_of, **options)

    def _figures(self, *args, **options):
        """{name of the row: (buckets, total)}."""
        rows = self._aging(*args, **options)["rows"]
        return {row["name"]: (row["buckets"], row["total"]) for row in rows}

    def _totals(self, *args, **options):
        """{name of the row: total}."""
        return {row["name"]: row["total"] for row in self._aging(*args, **options)["rows"]}

    def assertTied(self, report):
        tie = report["tie_out"]
        explained = tie["exchange_pending"] + tie["matched_elsewhere"] + tie["ledger"]
        self.assertEqual(round(tie["shown"] + tie["hidden"] - explained, 2), 0)
        self.assertEqual((tie["difference"], tie["tied"], tie["items"]), (0.0, True, []))
        for total in report["totals_by_currency"]:
            self.assertEqual(
                round(sum(total["buckets"]) + total["credits"], 2), round(total["total"], 2)
            )


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestAgingReport(AgingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls._day("2026-12-15")
        cls.beta = cls._make_partner("Beta Works")
        cls.eur = cls.setup_other_currency(
            "EUR", rates=[("2025-01-01", 0.5), ("2026-09-20", 0.8), ("2026-11-15", 0.6)]
        )

    # -- the contract ------------------------------------------------------------------

    def test_contract(self):
        self._make_invoice(amount=70, date="2026-11-01", due="2026-12-31")
        self._make_invoice(self.beta, amount=100, date="2026-09-01", due="2026-10-01")
        report = self._aging()
        self.assertEqual(report["as_of"], self.today)
        self.assertEqual(
            report["buckets"], ["Not due", "1-30", "31-60", "61-90", "91-120", "Over 120"]
        )
        self.assertEqual(
            report["rows"],
            [
                {
                    "key": self.partner.id,
                    "name": "Alpha Trading",
                    "currency": self.company.currency_id.name,
                    "currency_id": self.company.currency_id.id,
                    "buckets": [70, 0, 0, 0, 0, 0],
                    "credits": 0,
                    "total": 70,
                    "previous": 0,
                    "delta": 70,
                    "count": 1,
                },
                {
                    "key": self.beta.id,
                    "name": "Beta Works",
                    "currency": self.company.currency_id.name,
                    "currency_id": self.company.currency_id.id,
                    "buckets": [0, 0, 0, 100, 0, 0],
                    "credits": 0,
                    "total": 100,
                    "previous": 0,
                    "delta": 100,
                    "count": 1,
                },
            ],
        )
        self.assertEqual(report["totals"]["buckets"], [70, 0, 0, 100, 0, 0])
        self.assertEqual(report["totals"]["total"], 170)
        self.assertEqual(
            report["tie_out"],
            report["tie_out"]
            | {"ledger": 170, "exchange_pending": 0, "difference": 0, "tied": True, "items": []},
        )
        self.assertTied(report)
        self.assertEqual(report["notes"], [])

    def test_trap_21_buckets_add_up(self):
        for age in [0, 1, 15, 16, 30, 31, 60, 61, 75, 400]:
            self._make_invoice(amount=10, date=self.today - timedelta(days=age))
        report = self._aging()
        self.assertEqual(report["totals"]["buckets"], [10, 40, 20, 20, 0, 10])
        self.assertEqual(report["totals"]["total"], 100)
        for limits, expected in [
            ("15", [10, 20, 70]),
            ([15, 30, 45], [10, 20, 20, 10, 40]),
            ("1,2,60,399", [10, 10, 0, 50, 20, 10]),
        ]:
            with self.subTest(limits=limits):
                report = self._aging(limits=limits)
                self.assertEqual(report["totals"]["buckets"], expected)
                self.assertEqual(len(report["buckets"]), len(expected))
                self.assertTied(report)

    def test_trap_07_exchange_differences(self):
        invoice = self._make_invoice(amount=1000, date="2026-09-01", currency_id=self.eur.id)
        self._pay(invoice, 400, "2026-09-22", currency_id=self.eur.id)
        self._pay(invoice, 600, "2026-11-16", currency_id=self.eur.id)
        # (day, owed in company currency, in EUR, ledger, exchange entries to come)
        for day, owed, euros, ledger, pending in [
            ("2026-08-31", 0, 0, 0, 0),
            ("2026-09-21", 2000, 1000, 2000, 0),
            ("2026-09-25", 1200, 600, 1500, -300),
            ("2026-10-15", 1200, 600, 1200, 0),
            ("2026-11-18", 0, 0, 200, -200),
            ("2026-12-01", 0, 0, 0, 0),
        ]:
            with self.subTest(day=day):
                report = self._aging(day)
                tie = report["tie_out"]
                self.assertEqual(report["totals"]["total"], owed)
                self.assertEqual((tie["ledger"], tie["exchange_pending"]), (ledger, pending))
                self.assertTied(report)
                in_euros = self._aging(day, currency="document")
                self.assertEqual([row["total"] for row in in_euros["rows"]], [euros] * bool(euros))
                self.assertTied(in_euros)

    def test_exchange_entry_whose_matching_was_removed(self):
        invoice = self._make_invoice(amount=1000, date="2026-09-01", currency_id=self.eur.id)
        payment = self._pay(invoice, 400, "2026-09-22", currency_id=self.eur.id)
        exchange = self._receivable(invoice).matched_credit_ids.exchange_move_id
        self._receivable(exchange).remove_move_reconcile()
        self.assertTrue(self._receivable(payment.move_id).reconciled)
        # Nobody's difference any more: open on its own date, and not to be waited for.
        for day, owed, pending in [("2026-09-25", 1500, 0), ("2026-10-15", 1200, 0)]:
            with self.subTest(day=day):
                report = self._aging(day)
                self.assertEqual(report["totals"]["total"], owed)
                self.assertEqual(report["tie_out"]["exchange_pending"], pending)
                self.assertTied(report)

    def test_exchange_entry_of_a_payment_in_draft(self):
        invoice = self._make_invoice(amount=1000, date="2026-09-01", currency_id=self.eur.id)
        payment = self._pay(invoice, 400, "2026-09-22", currency_id=self.eur.id)
        payment.action_draft()
        # What never happened has caused nothing: the entry counts from its own date.
        for day, owed in [("2026-09-25", 2000), ("2026-10-15", 1700)]:
            with self.subTest(day=day):
                report = self._aging(day)
                self.assertEqual(report["totals"]["total"], owed)
                self.assertEqual(report["tie_out"]["exchange_pending"], 0)
                self.assertTied(report)

    def test_trap_09_later_matching_with_older_dates(self):
        invoice = self._make_invoice(amount=1000, date="2026-08-01", due="2026-08-31")
        payment = self._pay_on_account(self.partner, 600, "2026-09-10")
        before = self._aging("2026-09-30")
        self.assertEqual(before["totals"]["buckets"], [0, 400, 0, 0, 0, 0])
        self.assertEqual(before["totals"]["count"], 2)
        # Matched only now, but both are dated before: the past is told anew.
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        after = self._aging("2026-09-30")
        self.assertEqual(after["totals"]["buckets"], [0, 400, 0, 0, 0, 0])
        self.assertEqual(after["totals"]["count"], 1)
        self.assertEqual(self._aging("2026-09-05")["totals"]["total"], 1000)
        for day in ("2026-09-05", "2026-09-30"):
            self.assertTied(self._aging(day))

    def test_trap_26_future_items(self):
        self._make_invoice(amount=100, date="2026-12-15")
        self._make_invoice(amount=50, date="2026-12-20", due="2027-01-20")
        self.assertEqual(self._aging()["totals"]["total"], 100)
        self.assertTied(self._aging())
        later = self._aging("2027-02-01")
        self.assertEqual(later["totals"]["buckets"], [0, 50, 100, 0, 0, 0])
        self.assertIn("still to come", later["notes"][0])
        self.assertTied(later)

    def test_matching_of_tomorrow_does_not_count_today(self):
        invoice = self._make_invoice(amount=100, date="2026-12-01")
        payment = self._pay_on_account(self.partner, 100, "2026-12-20")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        report = self._aging()
        self.assertEqual(report["totals"]["total"], 100)
        self.assertTied(report)
        self.assertTied(self._aging("2026-12-20"))

    def test_day_before_the_first_entry(self):
        self._make_invoice(amount=100, date="2026-12-01")
        report = self._aging("1990-01-01")
        self.assertEqual((report["rows"], report["totals"]["total"]), ([], 0))
        self.assertEqual(report["totals"]["buckets"], [0] * 6)
        self.assertEqual(report["totals"]["currency"], self.company.currency_id.name)
        self.assertTied(report)
        (note,) = report["notes"]
        self.assertIn("Nothing had been booked by this day: the first entry is of 12/01/2026", note)
        # Once there were entries, an empty report needs no explanation.
        self.assertEqual(self._aging("2026-12-15", partner_ids=self.beta.ids)["notes"], [])

    def test_company_without_chart_of_accounts(self):
        bare = self.env["res.company"].create({"name": "Bare Ltd"})
        self.env.user.company_ids |= bare
        report = self._aging(company_ids=bare.ids)
        self.assertEqual((report["rows"], report["totals"]["total"]), ([], 0))
        (note,) = report["notes"]
        self.assertIn("Bare Ltd has no chart of accounts", note)
        self._make_invoice(amount=100, date="2026-12-01")
        both = self._aging(company_ids=(self.company | bare).ids)
        self.assertEqual(both["notes"], [note])
        self.assertEqual([row["total"] for row in both["rows"]], [100])

    # -- groups ------------------------------------------------------------------------

    def test_groups(self):
        germany, france = self.env.ref("base.de"), self.env.ref("base.fr")
        tags = self.env["res.partner.category"].create([{"name": "Retail"}, {"name": "VIP"}])
        self.partner.write({"country_id": germany.id, "category_id": [Command.set(tags.ids)]})
        self.beta.write({"country_id": france.id, "category_id": [Command.set(tags[0].ids)]})
        gamma = self._make_partner("Gamma", user_id=self.env.user.id)
        self._make_invoice(amount=100, date="2026-12-01")
        self._make_invoice(self.beta, amount=20, date="2026-12-01", invoice_user_id=False)
        self._make_entry(3, "2026-12-01", gamma)
        self._make_entry(1, "2026-12-01")
        profiles = self.env["ar.profile"]
        profiles.get_or_create(self.partner, self.company).collector_id = self.env.user
        profiles.get_or_create(gamma, self.company).collector_id = False
        me = self.env.user.name
        for group_by, expected in [
            (
                "partner",
                {"Alpha Trading": 100, "Beta Works": 20, "Gamma": 3, "Without customer": 1},
            ),
            ("salesperson", {me: 103, "Without salesperson": 21}),
            ("collector", {me: 100, "Without collector": 24}),
            ("country", {"France": 20, "Germany": 100, "Without country": 4}),
            ("tag", {"Retail": 20, "Retail, VIP": 100, "Without tags": 4}),
            ("company", {self.company.name: 124}),
            ("currency", {self.company.currency_id.name: 124}),
        ]:
            with self.subTest(group_by=group_by):
                report = self._aging(group_by=group_by)
                totals = {row["name"]: row["total"] for row in report["rows"]}
                self.assertEqual(totals, expected)
                self.assertEqual(list(totals), list(expected))
                self.assertTied(report)
                # Each row can be asked for on its own.
                for row in report["rows"]:
                    part = self._aging(group_by=group_by, filters={group_by: [row["key"]]})
                    self.assertEqual([r["total"] for r in part["rows"]], [row["total"]])
                    self.assertTied(part)
        vip = self._aging(filters={"tag": tags[1].ids})
        self.assertEqual([row["name"] for row in vip["rows"]], ["Alpha Trading"])
        self.assertEqual(
            set(self.env["ar.aging.report"].get_dimensions()),
            {
                "partner",
                "salesperson",
                "company",
                "currency",
                "account",
                "country",
                "tag",
                "collector",
            },
        )

    def test_accounts(self):
        receivable = self.company_data["default_account_receivable"]
        second = receivable.copy({"name": "Receivable abroad"})
        self._make_entry(11, "2026-12-01", self.partner)
        self._make_entry(13, "2026-12-01", self.partner, account=second)
        totals = self._totals(group_by="account")
        self.assertEqual(totals, {receivable.display_name: 11, second.display_name: 13})

    def test_two_levels(self):
        self._make_invoice(amount=100, date="2026-12-01")
        self._make_invoice(self.beta, amount=20, date="2026-10-01", currency_id=self.eur.id)
        self._make_invoice(self.beta, amount=7, date="2026-12-01")
        report = self._aging(then_by="currency")
        levels = {
            row["name"]: {child["name"]: child["total"] for child in row["children"]}
            for row in report["rows"]
        }
        home = self.company.currency_id.name
        self.assertEqual(levels, {"Alpha Trading": {home: 100}, "Beta Works": {"EUR": 25, home: 7}})
        for row in report["rows"]:
            for index in range(6):
                children = [child["buckets"][index] for child in row["children"]]
                self.assertEqual(round(sum(children), 2), row["buckets"][index])
        self.assertTied(report)

    # -- options -----------------------------------------------------------------------

    def test_document_currency(self):
        self._make_invoice(amount=400, date="2026-01-30", currency_id=self.eur.id)
        self._make_invoice(amount=10, date="2026-01-30")
        report = self._aging(currency="document")
        home = self.company.currency_id.name
        self.assertEqual(
            sorted((row["currency"], row["total"]) for row in report["rows"]),
            [("EUR", 400), (home, 10)],
        )
        self.assertEqual(
            {total["currency"]: total["total"] for total in report["totals_by_currency"]},
            {"EUR": 400, home: 10},
        )
        self.assertFalse(report["totals"]["total"])
        self.assertTied(report)
        self.assertEqual(report["tie_out"]["ledger"], 810)
        self.assertEqual(self._totals(), {"Alpha Trading": 810})

    def test_trap_10_currency_without_rate(self):
        chf = self.env.ref("base.CHF")
        chf.active = True
        self.assertFalse(chf.rate_ids)
        self._make_invoice(amount=30, date="2026-12-01", currency_id=chf.id)
        self.assertEqual(self._totals(), {"Alpha Trading": 30})
        self.assertEqual(self._aging(currency="document")["totals"]["currency"], "CHF")
        self.assertTied(self._aging())
        (note,) = self._aging()["notes"]
        self.assertIn("CHF has no exchange rate", note)
        self.assertEqual(self._aging(partner_ids=self.beta.ids)["notes"], [])
        self.env["res.currency.rate"].create({"currency_id": chf.id, "rate": 2})
        self.assertEqual(self._aging()["notes"], [])

    def test_invoice_date_basis(self):
        self._make_invoice(amount=10, date="2026-10-01", due="2026-12-31")
        self._make_entry(5, "2026-12-15", self.partner, due="2026-01-01")
        report = self._aging(basis="invoice")
        self.assertEqual(report["totals"]["buckets"], [5, 0, 0, 10, 0, 0])
        self.assertEqual(report["buckets"][0], "Same day")
        overdue = self._aging(basis="invoice", only_overdue=True)
        self.assertEqual(overdue["totals"]["buckets"], [5, 0, 0, 0, 0, 0])
        self.assertTied(overdue)

    def test_credits(self):
        self._make_invoice(amount=500, date="2026-11-01", due="2026-11-01")
        self._make_invoice(amount=200, date="2026-12-01", move_type="out_refund")
        self._pay_on_account(self.partner, 100, "2026-12-10")
        for options, buckets, credits, total in [
            ({}, [0, -300, 500, 0, 0, 0], 0, 200),
            ({"credits": "apart"}, [0, 0, 500, 0, 0, 0], -300, 200),
            ({"hide_credits": True}, [0, 0, 500, 0, 0, 0], 0, 500),
        ]:
            with self.subTest(options=options):
                report = self._aging(**options)
                (row,) = report["rows"]
                self.assertEqual(row["buckets"], buckets)
                self.assertEqual((row["credits"], row["total"]), (credits, total))
                self.assertEqual(report["tie_out"]["hidden"], 200 - total)
                self.assertTied(report)

    def test_only_overdue_and_minimum(self):
        self._make_invoice(amount=500, date="2026-11-01", due="2026-12-31")
        self._make_invoice(amount=40, date="2026-11-01", due="2026-12-14")
        self._make_invoice(self.beta, amount=30, date="2026-11-01", due="2026-12-15")
        self._make_invoice(self.beta, amount=300, date="2026-11-01", due="2026-12-14")
        for options, expected in [
            ({"only_overdue": True}, {"Alpha Trading": 40, "Beta Works": 300}),
            ({"min_amount": 331}, {"Alpha Trading": 540}),
            ({"min_amount": 330}, {"Alpha Trading": 540, "Beta Works": 330}),
            ({"min_amount": 300, "only_overdue": True}, {"Beta Works": 300}),
            ({"min_amount": 1000}, {}),
        ]:
            with self.subTest(options=options):
                report = self._aging(**options)
                self.assertEqual(self._totals(**options), expected)
                self.assertEqual(report["totals"]["total"], sum(expected.values()))
                self.assertEqual(report["tie_out"]["ledger"], 870)
                self.assertEqual(report["tie_out"]["hidden"], 870 - sum(expected.values()))
                self.assertTied(report)

    def test_compared_with_an_earlier_day(self):
        self._make_invoice(amount=100, date="2026-10-01")
        paid = self._make_invoice(self.beta, amount=50, date="2026-10-01")
        self._pay(paid, 50, "2026-11-20")
        self._make_invoice(self._make_partner("Gamma"), amount=7, date="2026-12-01")
        report = self._aging(compare_to="2026-11-15")
        self.assertEqual(
            [(r["name"], r["previous"], r["total"], r["delta"]) for r in report["rows"]],
            [
                ("Alpha Trading", 100, 100, 0),
                ("Beta Works", 50, 0, -50),
                ("Gamma", 0, 7, 7),
            ],
        )
        totals = report["totals"]
        self.assertEqual((totals["previous"], totals["total"], totals["delta"]), (150, 107, -43))
        self.assertTied(report)

    def test_scheme(self):
        scheme = self.env["ar.aging.scheme"].create(
            {"name": "Weeks", "limits": "7,14", "basis": "invoice", "credits": "apart"}
        )
        self._make_invoice(amount=10, date="2026-12-05", due="2027-01-31")
        self._pay_on_account(self.partner, 3, "2026-12-10")
        for report in (
            self._aging(scheme_id=scheme.id),
            self._aging(limits=[7, 14], basis="invoice", credits="apart"),
        ):
            self.assertEqual(report["buckets"], ["Same day", "1-7", "8-14", "Over 14"])
            self.assertEqual(report["rows"][0]["buckets"], [0, 0, 10, 0])
            self.assertEqual(report["rows"][0]["credits"], -3)
        self.company.ar_aging_scheme_id = scheme
        self.assertEqual(self._aging()["options"]["basis"], "invoice")

    # -- tie-out -----------------------------------------------------------------------

    def test_some_customers_tie_with_their_own_ledger(self):
        self._make_invoice(amount=100, date="2026-10-01")
        beta = self._make_invoice(self.beta, amount=50, date="2026-10-01")
        # Alpha pays what Beta owes.
        payment = self._pay_on_account(self.partner, 50, "2026-11-01")
        (self._receivable(beta) + self._receivable(payment.move_id)).reconcile()
        contact = self._make_partner("Carla", parent_id=self.partner.id, is_company=False)
        for day, partner, total, ledger, elsewhere in [
            (None, self.partner, 100, 50, 50),
            (None, contact, 100, 50, 50),
            (None, self.beta, 0, 50, -50),
            (None, self.partner + self.beta, 100, 100, 0),
            ("2026-10-31", self.beta, 50, 50, 0),
        ]:
            with self.subTest(day=day, partner=partner.mapped("name")):
                report = self._aging(day, partner_ids=partner.ids)
                self.assertEqual(report["totals"]["total"], total)
                tie = report["tie_out"]
                self.assertEqual((tie["ledger"], tie["matched_elsewhere"]), (ledger, elsewhere))
                self.assertTied(report)
        self.assertTied(self._aging())

    def test_unexplained_items_are_listed(self):
        invoice = self._make_invoice(amount=100, date="2026-10-01")
        self._make_invoice(self.beta, amount=50, date="2026-10-01")
        line = self._receivable(invoice)
        self.env.flush_all()
        # What a faulty import may leave behind.
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual = 60 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        tie = self._aging()["tie_out"]
        self.assertEqual((tie["difference"], tie["tied"]), (-40, False))
        (item,) = tie["items"]
        self.assertEqual((item["id"], item["partner"]), (line.id, "Alpha Trading"))
        self.assertEqual((item["residual"], item["expected"], item["difference"]), (60, 100, -40))
        self.assertTied(self._aging(partner_ids=self.beta.ids))

    def test_without_tie_out(self):
        self._make_invoice(amount=100, date="2026-10-01")
        report = self._aging(tie_out=False)
        self.assertIs(report["tie_out"], False)
        tie = self.env["ar.aging.report"].get_tie_out(None, company_ids=self.company.ids)
        self.assertEqual((tie["ledger"], tie["shown"]), (100, 100))

    # -- bad requests ------------------------------------------------------------------

    def test_bad_requests_get_a_sentence(self):
        for error, sentence, options in [
            (UserError, "“soon” is not a day", {"as_of": "soon"}),
            (UserError, "“5” is not a day", {"as_of": 5}),
            (UserError, "knows no group", {"group_by": ["partner"]}),
            (UserError, "“53” is not a list of ids", {"partner_ids": "53"}),
            (UserError, "“12” is not a list of ids", {"partner_ids": 12}),
            (UserError, "is not a list of ids", {"company_ids": {"a": 1}}),
            (UserError, "is not a list of ids", {"scheme_id": "x"}),
            (ValidationError, "more than a hundred years", {"limits": "30,99999999999"}),
            (ValidationError, "more than a hundred years", {"limits": [2147483647]}),
            (UserError, "no group “moon”.*partner, salesperson", {"group_by": "moon"}),
            (UserError, "no group “moon”", {"then_by": "moon"}),
            (UserError, "no group “moon”", {"filters": {"moon": [1]}}),
            (UserError, "another second level", {"then_by": "partner"}),
            (
                UserError,
                "12/15/2026 cannot be compared with 12/15/2026: choose an earlier day",
                {"compare_to": "2026-12-15"},
            ),
            (UserError, "choose an earlier day", {"compare_to": "2026-12-16"}),
            (UserError, "cannot be -5.00: enter 0", {"min_amount": -5}),
            (UserError, "“much” is not a number", {"min_amount": "much"}),
            (UserError, "“nan” is not a number", {"min_amount": "nan"}),
            (UserError, "“inf” is not a number", {"min_amount": "inf"}),
            (UserError, "“inf” is not a number", {"limits": [float("inf")]}),
            (UserError, "lists of ids", {"filters": {"partner": 7}}),
            (UserError, "lists of ids", {"filters": [7]}),
            (UserError, r"“{'a': 1}” is not a day", {"as_of": {"a": 1}}),
            (UserError, "“0001-01-01” is not a day", {"as_of": "0001-01-01"}),
            (UserError, r"“\['4'\]” is not a list of ids", {"company_ids": ["4"]}),
            (UserError, "“{}” is not a list of ids", {"company_ids": {}}),
            (UserError, "is not a list of ids", {"partner_ids": [10**20]}),
            (UserError, "is not a list of ids", {"partner_ids": [-1]}),
            (UserError, "“1.5” is not a number", {"limits": [1.5, 2.5]}),
            (UserError, "lists of ids", {"filters": {"tag": ["9" * 5000]}}),
            (UserError, "lists of ids", {"filters": {"country": [10**20]}}),
            (UserError, "lists of ids", {"filters": {"partner": ["x"]}}),
            (UserError, "lists of ids", {"filters": {"partner": [[1]]}}),
            (UserError, "lists of ids", {"filters": {"country": [True]}}),
            (UserError, "lists of ids", {"filters": {"country": True}}),
            (UserError, "lists of ids", {"filters": {"tag": ["x"]}}),
            (UserError, "“false” is neither yes nor no", {"only_overdue": "false"}),
            (UserError, "“1” is neither yes nor no", {"hide_credits": 1}),
            (UserError, "“no” is neither yes nor no", {"tie_out": "no"}),
            (UserError, "“x” is not a number", {"limits": ["x"]}),
            (UserError, "no basis “age”", {"basis": "age"}),
            (UserError, "knows no option color", {"color": "red"}),
            (UserError, "scheme is gone", {"scheme_id": 2**30}),
            (ValidationError, "30 does not come after", {"limits": "60,30"}),
            (ValidationError, "30 does not come after", {"limits": [60, 30]}),
        ]:
            with self.subTest(options=options), self.assertRaisesRegex(error, sentence):
                self._aging(**options)

    def test_what_is_gone_is_nobodys(self):
        """Links of last year may name what was deleted since."""
        self._make_invoice(amount=70, date="2026-11-01", due="2026-12-31")
        report = self.env["ar.aging.report"]
        for options in (
            {"partner_ids": [2**30]},
            *({"filters": {name: [2**30]}} for name in report.get_dimensions()),
            {"filters": {"tag": [f"{2**30}"]}},
        ):
            with self.subTest(options=options):
                options = {"company_ids": self.company.ids, **options}
                self.assertEqual(report.get_aging(**options)["rows"], [])
                self.assertEqual(report.get_items(**options), [])
                self.assertEqual(report._get_print_values(options)["rows"], [])
                self.assertTrue(report._get_xlsx(options))

    # -- queries -----------------------------------------------------------------------

    def test_queries_do_not_grow_with_customers(self):
        partners = self.env["res.partner"].create([{"name": f"C{n:03}"} for n in range(100)])
        values = {"move_type": "out_invoice", "invoice_date": "2026-10-30"}
        line = Command.create({"name": "Goods", "price_unit": 10, "tax_ids": []})
        self.env["account.move"].create(
            [{**values, "partner_id": p.id, "invoice_line_ids": [line]} for p in partners]
        ).action_post()
        self.env.flush_all()
        self._aging()  # warms companies, currencies and rights
        for options, queries in [({}, 7), ({"compare_to": "2026-11-01"}, 9)]:
            for count in (1, 10, 100):
                with self.subTest(customers=count, options=options):
                    with self.assertQueryCount(queries):
                        report = self._aging(partner_ids=partners[:count].ids, **options)
                    self.assertEqual(report["totals"]["total"], 10 * count)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 23:30:00")
class TestAgingReportAccess(AgingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        cls.other = cls.setup_other_company(name="Antipodes Ltd", currency_id=cls.eur.id)["company"]
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch North", "parent_id": cls.company.id}
        )
        cls.env.user.company_ids |= cls.other | cls.branch
        cls.env.cr.precommit.run()  # the branch's share of the chart of accounts
        cls.other.partner_id.tz = "Pacific/Auckland"
        cls._make_invoice(amount=10, date="2026-01-30", due="2026-03-31")
        cls._make_invoice(amount=20, date="2026-01-30", due="2026-03-31", company=cls.other)
        cls._make_invoice(amount=40, date="2026-01-30", due="2026-03-31", company=cls.branch)
        cls.env.flush_all()

    def _user(self, groups, companies, name="aging"):
        return self._make_user(f"{name}_{groups}_{companies.ids}", groups, companies)

    def test_roles(self):
        for groups, may_read in [
            ("ar_collections.ar_collections_group_collector", True),
            ("ar_collections.ar_collections_group_manager", True),
            ("account.group_account_invoice", True),
            ("base.group_user", False),
            ("base.group_portal", False),
            ("base.group_public", False),
        ]:
            with self.subTest(groups=groups):
                report = self.env["ar.aging.report"].with_user(self._user(groups, self.company))
                if may_read:
                    self.assertEqual(report.get_aging()["totals"]["total"], 10)
                    self.assertEqual(report.get_tie_out()["ledger"], 10)
                    continue
                for method in (report.get_aging, report.get_tie_out):
                    with self.assertRaisesRegex(AccessError, "role of a collector"):
                        method()

    def test_companies(self):
        collector = "ar_collections.ar_collections_group_collector"
        user = self._user(collector, self.company | self.branch)
        report = self.env["ar.aging.report"].with_user(user)
        with self.assertRaisesRegex(AccessError, "owed to this company"):
            report.get_aging(company_ids=(self.company | self.other).ids)
        first = report.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(first.get_aging()["totals"]["total"], 10)
        both = report.get_aging(company_ids=(self.company | self.branch).ids)
        self.assertEqual(both["totals"]["total"], 50)
        switched = report.with_context(allowed_company_ids=(self.company | self.branch).ids)
        self.assertEqual(switched.get_aging(group_by="company")["totals"]["total"], 50)
        scheme = self.env["ar.aging.scheme"].create(
            {"name": "Foreign", "company_id": self.other.id}
        )
        with self.assertRaises(AccessError):
            report.get_aging(scheme_id=scheme.id)

    def test_several_currencies_of_companies(self):
        report = self._aging(company_ids=(self.company | self.other | self.branch).ids)
        self.assertEqual(
            sorted((row["currency"], row["total"]) for row in report["rows"]),
            [("EUR", 20), (self.company.currency_id.name, 50)],
        )
        self.assertFalse(report["totals"]["total"])
        tie = report["tie_out"]
        self.assertTrue(tie["tied"])
        self.assertFalse(tie["ledger"])
        self.assertEqual(sorted(figures["ledger"] for figures in tie["by_currency"]), [20, 50])

    def test_compared_companies_with_one_currency(self):
        """A customer of two companies is one row: what he owed both of them before."""
        second = self.setup_other_company(
            name="Second Ltd", currency_id=self.company.currency_id.id
        )
        self.env.user.company_ids |= second["company"]
        move = self._make_invoice(amount=7, date="2026-02-01", due="2026-03-31")
        twin = move.with_company(second["company"]).create(
            {
                "move_type": "out_invoice",
                "company_id": second["company"].id,
                "partner_id": self.partner.id,
                "invoice_date": "2026-02-01",
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": 30, "tax_ids": []})
                ],
            }
        )
        twin.action_post()
        companies = self.company + second["company"]
        report = self._aging(
            "2026-03-31",
            company_ids=companies.ids,
            partner_ids=self.partner.ids,
            compare_to="2026-03-30",
        )
        (row,) = report["rows"]
        self.assertEqual((row["total"], row["previous"], row["delta"]), (47, 47, 0))
        self.assertEqual(report["totals"]["previous"], 47)

    def test_trap_22_one_day_for_all(self):
        # In Auckland it is 1 April already; the report's day is that of its first company.
        both = (self.company | self.other).ids
        self.assertEqual(self._aging(company_ids=both)["as_of"], self._day("2026-03-31"))
        antipodes = self.env["ar.aging.report"].with_company(self.other)
        report = antipodes.get_aging(company_ids=self.other.ids)
        self.assertEqual(report["as_of"], self._day("2026-04-01"))
        self.assertEqual(report["totals"]["buckets"][1], 20)

    def test_trap_12_matching_across_branches(self):
        invoice = self._make_invoice(amount=30, date="2026-02-01", company=self.branch)
        payment = self._pay_on_account(self.partner, 30, "2026-02-10")
        lines = self._receivable(invoice) + self._receivable(payment.move_id)
        if len(lines.account_id) > 1:
            self.skipTest("The branch has accounts of its own.")
        lines.sudo().reconcile()
        for companies, total, elsewhere in [
            (self.company, 10, 30),
            (self.branch, 40, -30),
            (self.company | self.branch, 50, 0),
        ]:
            with self.subTest(companies=companies.mapped("name")):
                report = self._aging(company_ids=companies.ids)
                self.assertEqual(report["totals"]["total"], total)
                self.assertEqual(report["tie_out"]["matched_elsewhere"], elsewhere)
                self.assertTied(report)
