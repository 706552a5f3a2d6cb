"""Each key figure to the cent on a ledger computed by hand, with the records behind it."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import COLLECTOR, FIRST, LAST, TODAY, KpiCommon

CODES = {
    "dso",
    "bpdso",
    "add",
    "countback",
    "cei",
    "overdue_rate",
    "turnover",
    "bad_debt",
    "delay",
    "at_risk",
    "promise_kept",
    "dispute_cycle",
    "effectiveness",
    "recovery",
    "roll",
    "to_invoice",
    "to_send",
    "cost_to_collect",
}
UNITS = {"days", "percent", "times"}


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestKpi(KpiCommon):
    def _sum(self, figure, field="balance"):
        """The sum of the records behind a figure."""
        records = self.env[figure["res_model"]].search(figure["domain"])
        return sum(records.mapped(field))

    def assertFigure(self, figure, value, numerator=None, denominator=None):
        self.assertAlmostEqual(figure["value"], value, 2)
        if numerator is not None:
            self.assertAlmostEqual(figure["numerator"], numerator, 2)
        if denominator is not None:
            self.assertAlmostEqual(figure["denominator"], denominator, 2)

    # -- by hand -----------------------------------------------------------------------

    def test_contract(self):
        kpis = self._kpis()
        self.assertEqual(set(kpis), CODES)
        for code, figure in kpis.items():
            with self.subTest(code=code):
                wanted = {"value", "unit", "numerator", "denominator", "domain", "res_model"}
                self.assertLessEqual(wanted, set(figure))
                self.assertIn(figure["unit"], UNITS)
                self.env[figure["res_model"]].search(figure["domain"])
                if figure["factor"] and figure["value"] is not None:
                    value = figure["numerator"] * figure["factor"] / figure["denominator"]
                    self.assertAlmostEqual(figure["value"], value)

    def test_balances_of_the_worked_example(self):
        kpis = self._kpis()
        self.assertFigure(kpis["dso"], 52.40, 6340, 10890)
        self.assertFigure(kpis["bpdso"], 29.67, 3590, 10890)
        self.assertFigure(kpis["add"], 22.73, 2750, 10890)
        self.assertFigure(kpis["cei"], 79.63, 10750, 13500)
        self.assertFigure(kpis["overdue_rate"], 43.38, 2750, 6340)
        self.assertFigure(kpis["turnover"], 10890 / 6270, 10890, 6270)
        self.assertAlmostEqual(kpis["turnover"]["days"], 6270 * 90 / 10890)
        # March had 3,590, February 3,500 less 200 in 28 days.
        self.assertFigure(kpis["countback"], 31 + 28 * 2750 / 3300, 6340)

    def test_payments(self):
        kpis = self._kpis()
        # Paid 36, 95, 10 and 10 days late; 2,750 open since 24 days.
        product = 5000 * 36 + 1000 * 95 + 4000 * 10 + 750 * 10 + 2750 * 24
        self.assertFigure(kpis["delay"], product / 13500, product, 13500)
        self.assertFigure(kpis["effectiveness"], 100 * 10750 / 13500, 10750, 13500)
        # Of 6,200 due on 15 December, 1,000 were open on 15 March.
        self.assertFigure(kpis["at_risk"], 100 * 1000 / 6200, 1000, 6200)
        self.assertFigure(kpis["roll"], 0, 0, 1000)

    def test_rolls_from_bucket_to_bucket(self):
        roll = self._kpis("2026-04-01", "2026-04-10")["roll"]
        # On 11 March 3,500 were 4 days late, and 1,000 in their third month.
        self.assertFigure(roll, 100 * 2750 / 4500, 2750, 4500)
        self.assertEqual(
            [(one["bucket"], one["later"], one["earlier"]) for one in roll["buckets"]],
            [(0, 0, 0), (1, 2750, 3500), (2, 0, 0), (3, 0, 1000)],
        )

    def test_rolls_from_not_due(self):
        roll = self._kpis()["roll"]
        # On the first of March 3,500 were due within six days; 2,750 of them are late.
        not_due = roll["buckets"][0]
        self.assertEqual((not_due["later"], not_due["earlier"]), (2750, 3500))
        self.assertAlmostEqual(not_due["value"], 100 * 2750 / 3500)
        tables = self.env["ar.kpi"].with_user(self.collector).get_tables(FIRST, LAST)
        self.assertEqual(tables["rolls"][0]["name"], "Not due → 1–30")
        self.assertFigure(roll, 0, 0, 1000)

    def test_rolls_leave_out_what_came_since(self):
        """An invoice of ten days' terms, made after the first look, rolled from no bucket."""
        before = self._kpis()["roll"]["buckets"][0]
        self._make_invoice(amount=777, date="2026-03-10", due="2026-03-20")
        self.env.flush_all()
        after = self._kpis()["roll"]["buckets"][0]
        self.assertEqual(after["later"], before["later"])

    def test_promises(self):
        self._make_promises(kept=3, partly_kept=1, broken=1, withdrawn=1)
        kept = self._kpis()["promise_kept"]
        self.assertFigure(kept, 60.0, 3, 5)
        promises = self.env["ar.promise"].search(kept["domain"])
        self.assertEqual(len(promises), 5)
        self.assertIsNone(self._kpis("2026-01-01", "2026-02-28")["promise_kept"]["value"])

    def test_disputes(self):
        self._make_disputes(4, 10, 16, None)
        kpis = self._kpis()
        self.assertFigure(kpis["dispute_cycle"], 10.0, 30, 3)
        self.assertEqual(len(self.env["ar.dispute"].search(kpis["dispute_cycle"]["domain"])), 3)
        # What was in dispute at the end was not to be collected.
        self.assertFigure(kpis["effectiveness"], 100 * 10750 / 13490, 10750, 13490)

    def test_bad_debt(self):
        account = self.env["account.account"].create(
            {"name": "Bad debts", "code": "990001", "account_type": "expense"}
        )
        self.company.ar_writeoff_account_id = account
        manager = self._make_user("kpi_manager", "ar_collections.ar_collections_group_manager")
        writeoff = (
            self.env["ar.writeoff"]
            .with_user(self.collector)
            .create(
                {
                    "move_line_id": self._receivable(self.open).id,
                    "amount": 50,
                    "reason": "uncollectible",
                }
            )
        )
        writeoff.action_request()
        writeoff.with_user(manager).action_approve()
        writeoff.with_user(manager).action_book()
        figure = self._kpis("2026-04-01", TODAY)["bad_debt"]
        self.assertFigure(figure, 5.0, 50, 1000)
        self.assertEqual(self._sum(figure), 50)
        self.assertFigure(self._kpis()["bad_debt"], 0.0, 0, 10890)
        # 20 by a plain entry, 30 as the difference of a payment.
        receivable = self._receivable(self.open)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-04-10",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": 20}),
                    Command.create(
                        {
                            "account_id": receivable.account_id.id,
                            "balance": -20,
                            "partner_id": self.partner.id,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        (self._receivable(entry) | receivable).reconcile()
        left = receivable.amount_residual
        collected = self._kpis("2026-04-01", TODAY)["effectiveness"]["numerator"]
        self._pay(
            self.open,
            left - 30,
            "2026-04-12",
            payment_difference_handling="reconcile",
            writeoff_account_id=account.id,
        )
        self.env.flush_all()
        kpis = self._kpis("2026-04-01", TODAY)
        self.assertFigure(kpis["bad_debt"], 10.0, 100, 1000)
        self.assertEqual(self._sum(kpis["bad_debt"]), 100)
        # As the ledger says, and what was not paid was not collected.
        lines = self.env["account.move.line"].search([("account_id", "=", account.id)])
        self.assertEqual(sum(lines.mapped("balance")), 100)
        self.assertEqual(kpis["effectiveness"]["numerator"] - collected, left - 30)

    def test_recovery(self):
        lines = self._receivable(self.open)
        with freeze_time("2026-04-01"):
            case = (
                self.env["ar.case"]
                .with_user(self.collector)
                .create(
                    {
                        "profile_id": self.profile.id,
                        "kind": "agency",
                        "move_line_ids": [Command.set(lines.ids)],
                    }
                )
            )
            case.action_hand_over()
        self._pay(self.open, 550, "2026-04-15")
        self.assertFigure(self._kpis("2026-04-01", TODAY)["recovery"], 20.0, 550, 2750)
        self.assertFigure(self._kpis("2026-04-01", "2026-04-10")["recovery"], 0.0, 0, 2750)
        self.assertIsNone(self._kpis()["recovery"]["value"])

    # -- the records behind ------------------------------------------------------------

    def test_records_behind_make_the_numerator(self):
        kpis = self._kpis()
        for code in ("dso", "countback", "turnover"):
            with self.subTest(code=code):
                self.assertAlmostEqual(self._sum(kpis[code]), kpis[code]["numerator"], 2)
        self.assertAlmostEqual(-self._sum(kpis["cei"]), kpis["cei"]["numerator"], 2)
        for code, moves in {
            "bpdso": self.new,
            "add": self.open,
            "overdue_rate": self.open,
            "effectiveness": self.old + self.late + self.open,
            "delay": self.old + self.late + self.open,
            "at_risk": self.old,
        }.items():
            with self.subTest(code=code):
                lines = self.env["account.move.line"].search(kpis[code]["domain"])
                self.assertEqual(lines.move_id, moves)

    def test_today_the_records_are_open_items(self):
        kpis = self._kpis("2026-02-01", TODAY)
        for code in ("dso", "bpdso", "add", "overdue_rate"):
            with self.subTest(code=code):
                self.assertEqual(kpis[code]["res_model"], "ar.open.item")
                self.assertAlmostEqual(self._sum(kpis[code], "residual"), kpis[code]["numerator"])

    def test_actions_show_them(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        for code in CODES:
            with self.subTest(code=code):
                action = kpis.get_drill_action(code, FIRST, LAST, self.company.ids)
                records = self.env[action["res_model"]].with_user(self.collector)
                records.search(action["domain"])
        action = kpis.get_drill_action(
            "dso", FIRST, LAST, self.company.ids, "collector", self.collector.id
        )
        lines = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(sum(lines.mapped("balance")), 2750)
        with self.assertRaisesRegex(UserError, "no key figure"):
            kpis.get_drill_action("nothing", FIRST, LAST)

    # -- groups ------------------------------------------------------------------------

    def test_groups_add_up(self):
        whole = self._kpis()
        for by in ("company", "collector", "salesperson", "grade", "country", "lead"):
            with self.subTest(by=by):
                groups = self._kpis(by=by)
                for code in ("dso", "cei", "delay", "effectiveness", "at_risk"):
                    together = sum(figures[code]["numerator"] for figures in groups.values())
                    self.assertAlmostEqual(together, whole[code]["numerator"], 2)
                for figures in groups.values():
                    closing = figures["dso"]
                    self.assertAlmostEqual(self._sum(closing), closing["numerator"], 2)
        collectors = self._kpis(by="collector")
        self.assertEqual(set(collectors), {self.collector.id, False})
        self.assertEqual(collectors[self.collector.id]["dso"]["numerator"], 2750)
        countries = self._kpis(by="country")
        self.assertEqual(countries[self.env.ref("base.fr").id]["dso"]["numerator"], 3590)

    def test_teams(self):
        """A lead is in the own team; who is in none stands apart."""
        lead = self._make_user("kpi_lead", COLLECTOR, name="Lea")
        alone = self._make_user("kpi_alone", COLLECTOR, name="Olaf")
        self.collector.ar_lead_id = lead
        for partner, user in ((self.beta, lead), (self._make_partner("Gamma"), alone)):
            self.env["ar.profile"].get_or_create(partner, self.company).collector_id = user
            self._make_invoice(partner, amount=40, date="2026-03-01")
        for first in (FIRST, "2026-04-01"):
            last = LAST if first == FIRST else TODAY
            teams = self._kpis(first, last, by="lead")
            self.assertEqual(set(teams), {lead.id, False})
            whole = self._kpis(first, last)["dso"]["numerator"]
            self.assertAlmostEqual(teams[lead.id]["dso"]["numerator"], whole - 40)
            for key, figures in teams.items():
                with self.subTest(last=last, key=key):
                    closing = figures["dso"]
                    field = "residual" if last == TODAY else "balance"
                    self.assertAlmostEqual(self._sum(closing, field), closing["numerator"])
        rows = self.env["ar.kpi"].with_user(self.collector).get_groups(FIRST, LAST, None, "lead")
        self.assertEqual([row["name"] for row in rows["rows"]], ["Lea", "Without team"])

    def test_columns_and_trends_of_all_figures(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        whole = self._kpis(by="collector")[self.collector.id]
        every = kpis.get_groups(FIRST, LAST, None, "collector", list(CODES))
        self.assertEqual({one["code"] for one in every["columns"]}, CODES)
        [row] = [row for row in every["rows"] if row["key"] == self.collector.id]
        self.assertEqual(row["values"], {code: whole[code]["value"] for code in CODES})
        few = kpis.get_groups(FIRST, LAST, None, "collector", ["turnover"])
        self.assertEqual([one["code"] for one in few["columns"]], ["turnover"])
        self.assertEqual(few["rows"][0]["receivables"], row["receivables"])
        self.assertEqual(kpis.get_groups(FIRST, LAST, None, "collector", [])["columns"], [])
        months = self._kpis(by="period")
        for code in CODES:
            with self.subTest(code=code):
                trend = kpis.get_trend(LAST, None, 3, code)["values"]
                values = [figures[code]["value"] for figures in months.values()]
                self.assertEqual(trend, {code: values})
        for words in (("x",), ([{}],), ("dso", 1)):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, "no key figure"):
                kpis.get_groups(FIRST, LAST, None, "collector", words)
        with self.assertRaisesRegex(UserError, "no key figure"):
            kpis.get_trend(LAST, None, 3, "x")

    def test_months(self):
        months = self._kpis(by="period")
        self.assertEqual(list(months), ["2026-01-01", "2026-02-01", "2026-03-01"])
        # January: 6,200 + 4,000 − 5,000 paid.
        january = months["2026-01-01"]
        self.assertFigure(january["dso"], 5200 * 31 / 4000, 5200, 4000)
        self.assertFigure(january["cei"], 100 * 5000 / 6200)
        for month, last in zip(months, ("2026-01-31", "2026-02-28", "2026-03-31"), strict=True):
            alone = self._kpis(month, last)
            for code in CODES:
                with self.subTest(month=month, code=code):
                    self.assertEqual(months[month][code]["value"], alone[code]["value"])

    # -- the ledger --------------------------------------------------------------------

    def test_ties_to_the_general_ledger(self):
        eur = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0), ("2026-04-10", 4.0)])
        foreign = self._make_invoice(
            amount=600, date="2026-04-02", due="2026-04-05", currency_id=eur.id
        )
        self._pay(foreign, 600, "2026-04-12", currency_id=eur.id)
        self._make_invoice(amount=80, date="2026-04-06", due="2026-04-16", currency_id=eur.id)
        account = self.company_data["default_account_receivable"]
        for day in ("2025-12-31", "2026-02-28", "2026-04-05", "2026-04-11", "2026-04-12", TODAY):
            with self.subTest(day=day):
                lines = self.env["account.move.line"].search(
                    [
                        ("account_id", "=", account.id),
                        ("parent_state", "=", "posted"),
                        ("date", "<=", day),
                    ]
                )
                figure = self._kpis(day[:8] + "01", day)["dso"]
                # An exchange difference counts from what caused it, and is booked at month end.
                ties = self.env["ar.open.item"]._read_tie_out(self.company.ids, self._day(day))
                pending = sum(tie["exchange_pending"] for tie in ties.values())
                ledger = sum(lines.mapped("balance"))
                self.assertAlmostEqual(figure["numerator"] - float(pending), ledger, 2)
                rows = self.env["ar.open.item"].read_as_of(day, self.company.ids)
                self.assertAlmostEqual(figure["numerator"], float(sum(r["residual"] for r in rows)))

    def test_companies(self):
        self._add_companies()
        self._make_invoice(amount=100, date="2026-03-01", due="2026-03-02", company=self.branch)
        user = self.env.user
        both = self.company | self.branch
        self.assertEqual(self._kpis(companies=both, user=user)["dso"]["numerator"], 6440)
        by_company = self._kpis(companies=both, user=user, by="company")
        self.assertEqual(by_company[self.branch.id]["dso"]["numerator"], 100)
        self.assertEqual(self._kpis(user=user)["dso"]["numerator"], 6340)
        with self.assertRaises(AccessError):
            self._kpis(companies=both)  # the collector is not of the branch
        self.other.currency_id = self.env.ref("base.JPY")
        self.env.ref("base.JPY").active = True
        with self.assertRaisesRegex(UserError, "different currencies"):
            self._kpis(companies=self.company | self.other, user=user)

    # -- requests ----------------------------------------------------------------------

    def test_who_may_ask(self):
        nobody = self._make_user("kpi_nobody", "base.group_user")
        for method, words in (
            ("get_kpis", (FIRST, LAST)),
            ("get_dashboard", ()),
            ("get_trend", ()),
            ("get_groups", (FIRST, LAST)),
            ("get_tables", (FIRST, LAST)),
            ("get_pdf_action", (FIRST, LAST)),
            ("get_xlsx_action", (FIRST, LAST)),
            ("get_drill_action", ("dso", FIRST, LAST)),
            ("get_table_action", (FIRST, LAST, None, "levels", False)),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.env["ar.kpi"].with_user(nobody), method)(*words)

    def test_requests_that_cannot_be_understood(self):
        for words, refused in (
            ((LAST, FIRST), "would begin"),
            ((None, LAST), "first and the last"),
            (("x", LAST), "not a day"),
            ((FIRST, LAST, "all"), "not a list"),
            ((FIRST, LAST, None, "moon"), "not told by"),
            (("1950-01-01", LAST, None, "period"), "ten years"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, refused):
                self.env["ar.kpi"].get_kpis(*words)

    def test_a_company_without_anything(self):
        kpis = self._kpis("2020-01-01", "2020-01-31")
        self.assertEqual(
            {code for code, figure in kpis.items() if figure["value"] is None},
            CODES - {"countback"},
        )
        self.assertEqual(kpis["countback"]["value"], 0.0)
        self.assertEqual(self._kpis("2020-01-01", "2020-01-31", by="collector"), {})

    # -- the screen --------------------------------------------------------------------

    def test_dashboard(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        page = kpis.get_dashboard(FIRST, LAST)
        self.assertEqual({card["code"] for card in page["cards"]}, CODES)
        card = page["cards"][0]
        self.assertAlmostEqual(card["value"], 52.40, 2)
        self.assertEqual(card["words"], "$\xa06,340.00 × 90 / $\xa010,890.00")
        self.assertEqual(page["before"]["date_from"], self._day("2025-10-01"))
        trend = kpis.get_trend(LAST)
        self.assertEqual(len(trend["labels"]), 12)
        self.assertAlmostEqual(trend["values"]["dso"][-3], 5200 * 31 / 4000)
        groups = kpis.get_groups(FIRST, LAST)
        self.assertEqual([row["name"] for row in groups["rows"]], ["Clara", "Without collector"])
        months = kpis.get_groups(FIRST, LAST, None, "period")
        self.assertEqual(months["rows"][0]["key"], "2026-01-01")
        kpis.get_drill_action("dso", FIRST, LAST, None, "period", "2026-02-01")

    def test_steps(self):
        policy = self._make_policy(5)
        policy.level_ids.cost_per_notice = 2
        with freeze_time("2026-04-20"):
            self._remind()
        self._pay(self.new, 590, "2026-04-25")
        tables = self.env["ar.kpi"].with_user(self.collector).get_tables("2026-04-01", TODAY)
        [step] = tables["steps"]
        self.assertEqual(
            (step["notices"], step["asked"], step["paid"], step["cost"]), (2, 6340, 590, 4)
        )
        self.assertAlmostEqual(step["rate"], 100 * 590 / 6340)
        self.assertEqual(step["per_cost"], 147.5)
        [level] = tables["levels"]
        self.assertEqual((level["count"], level["amount"]), (2, 5750))

    def _behind(self, action, field):
        """The sum of a field of the records that an action shows, as the collector sees them."""
        records = self.env[action["res_model"]].with_user(self.collector)
        found = records.with_context(**action["context"]).search(action["domain"])
        return len(found) if field is None else sum(found.mapped(field))

    def test_behind_the_small_tables(self):
        self._make_policy(5).level_ids.cost_per_notice = 2
        with freeze_time("2026-04-20"):
            self._remind()
        self._pay(self.new, 590, "2026-04-25")
        days = ("2026-04-01", TODAY, self.company.ids)
        kpis = self.env["ar.kpi"].with_user(self.collector)
        tables = kpis.get_tables(*days)
        self.assertLessEqual({"notices", "rate", "earlier"}, set(tables["formulas"]))
        [step], [level] = tables["steps"], tables["levels"]
        for table, row, what, field in (
            ("steps", step, "notices", None),
            ("steps", step, "asked", "amount_company"),
            ("steps", step, "paid", "came_in"),
            ("levels", level, "count", None),
            ("levels", level, "amount", "residual"),
        ):
            with self.subTest(table=table, what=what):
                action = kpis.get_table_action(*days, table, row["level_id"], what)
                self.assertEqual(self._behind(action, field), row[what])
        for words in (
            ("colors", 1),
            ("steps", step["level_id"], "all"),
            ("rolls", 9, "later"),
            ([],),
        ):
            with self.subTest(words=words), self.assertRaises(UserError):
                kpis.get_table_action(*days, *words)

    def _book_for_case(self, amount, day):
        """A case of what is open, for which something was booked on a day."""
        self._hand_over(self.open)
        case = self.profile.case_ids
        case._make_analytic_account()
        accounts = self.company_data
        line = {
            "account_id": accounts["default_account_expense"].id,
            "balance": amount,
            "analytic_distribution": {str(case.analytic_account_id.id): 100},
        }
        other = {"account_id": accounts["default_account_payable"].id, "balance": -amount}
        lines = [Command.create(line), Command.create(other)]
        entry = self.env["account.move"].create({"date": day, "line_ids": lines})
        entry.action_post()
        self.env.flush_all()

    def test_cost_to_collect(self):
        """By hand: two notices at 2, and 30 booked for a case, while 590 came in: 5.76 of 100."""
        self._make_policy(5).level_ids.cost_per_notice = 2
        with freeze_time("2026-04-20"):
            self._remind()
        self._pay(self.new, 590, "2026-04-25")
        self._book_for_case(30, "2026-04-22")
        days = ("2026-04-01", TODAY)
        figure = self._kpis(*days)["cost_to_collect"]
        self.assertFigure(figure, 100 * 34 / 590, 34, 590)
        self.assertEqual((figure["reminders"], figure["cases"]), (4, 30))
        self.assertIsNone(self._kpis("2026-04-26", TODAY)["cost_to_collect"]["value"])
        collectors = self._kpis(*days, by="collector")
        # Whose customer it is: Clara's was reminded and handed over, the other one paid.
        self.assertEqual(collectors[self.collector.id]["cost_to_collect"]["numerator"], 32)
        self.assertFigure(collectors[False]["cost_to_collect"], 100 * 2 / 590, 2, 590)
        kpis = self.env["ar.kpi"].with_user(self.collector)
        for by, key, found in (
            (None, None, figure),
            ("collector", self.collector.id, collectors[self.collector.id]["cost_to_collect"]),
            ("collector", False, collectors[False]["cost_to_collect"]),
            ("country", self.beta.country_id.id, collectors[False]["cost_to_collect"]),
        ):
            with self.subTest(by=by, key=key):
                action = kpis.get_drill_action("cost_to_collect", *days, self.company.ids, by, key)
                spent = self._behind(action, "cost_reminders") + self._behind(action, "cost_cases")
                self.assertEqual(spent, found["numerator"])
        costs = kpis.get_tables(*days)["costs"]
        self.assertIn("nobody of", costs["note"])
        action = kpis.get_table_action(*days, None, "costs", False, "collected")
        self.assertEqual(self._behind(action, "ar_came_in"), costs["collected"])
        action = kpis.get_table_action(*days, None, "costs", False, "spent")
        self.assertEqual(self._behind(action, "cost_cases"), costs["cases"])

    def test_what_the_ways_cost(self):
        """A notice whose level says no cost costs what the ways cost by which it went."""
        self._make_policy(5)
        with freeze_time("2026-04-20"):
            notices = self._remind()
        dispatches = self.env["ar.dispatch"].sudo()
        for notice, ways in zip(notices, (("letter", "email"), ("sms",)), strict=True):
            for way in ways:
                dispatches.create({"notice_id": notice.id, "channel": way})._move_to("sent")
        # What did not leave costs nothing.
        dispatches.create({"notice_id": notices[0].id, "channel": "visit"})
        self.company.write({"ar_cost_letter": 2, "ar_cost_email": 0.5, "ar_cost_sms": 0.25})
        self.company.ar_costs_checked = True
        self._pay(self.open, 275, "2026-04-25")
        self.env.flush_all()
        tables = self.env["ar.kpi"].with_user(self.collector).get_tables("2026-04-01", TODAY)
        [step] = tables["steps"]
        self.assertEqual((step["cost"], step["per_cost"]), (2.75, 100))
        self.assertEqual((tables["costs"]["reminders"], tables["costs"]["value"]), (2.75, 1))
        self.assertEqual(tables["costs"]["note"], "")
        with self.assertRaisesRegex(ValidationError, "not less than 0"):
            self.company.ar_cost_call = -1

    def test_behind_what_rolled(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        for last in ("2026-04-10", TODAY):
            days = ("2026-04-01", last, self.company.ids)
            for roll in kpis.get_tables(*days)["rolls"]:
                for what in ("earlier", "later"):
                    with self.subTest(last=last, bucket=roll["bucket"], what=what):
                        action = kpis.get_table_action(*days, "rolls", roll["bucket"], what)
                        is_now = action["res_model"] == "ar.open.item"
                        found = self._behind(action, "residual" if is_now else "ar_open_then")
                        self.assertAlmostEqual(found, roll[what])

    def test_what_of_the_items_a_figure_counts(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        own = self._kpis()
        for code, field in (
            ("bpdso", "ar_open_then"),
            ("add", "ar_open_then"),
            ("overdue_rate", "ar_open_then"),
            ("roll", "ar_open_then"),
            ("effectiveness", "ar_came_in"),
        ):
            with self.subTest(code=code):
                action = kpis.get_drill_action(code, FIRST, LAST, self.company.ids)
                self.assertAlmostEqual(self._behind(action, field), own[code]["numerator"])

    # -- billing -----------------------------------------------------------------------

    def _send(self, invoice, moment, partner=None):
        with freeze_time(moment):
            words, to = "Your invoice", partner or invoice.partner_id
            invoice.message_post(body=words, partner_ids=to.ids)
            self.env.flush_all()

    def _bill(self):
        """Invoiced 2 days after delivery and 5 before; sent 3 days after the invoice, and before
        its date; one that only our own people were told of, and one of another quarter."""
        self.new.delivery_date = "2026-03-10"
        self.late.delivery_date = "2026-01-15"
        self.old.delivery_date = "2025-11-01"
        self._send(self.new, "2026-03-15")
        self._send(self.new, "2026-03-20")
        self._send(self.late, "2026-01-08")
        self._send(self.open, "2026-02-06", self.collector.partner_id)
        self._send(self.old, "2025-11-20")

    def test_billing(self):
        self._bill()
        kpis = self._kpis()
        # The 10 of March to the 12; the 15 of January to the 10.
        self.assertFigure(kpis["to_invoice"], (2 - 5) / 2, -3, 2)
        # The 12 of March to the 15; one that was sent before its date counts none.
        self.assertFigure(kpis["to_send"], (3 + 0) / 2, 3, 2)
        for code in ("to_invoice", "to_send"):
            with self.subTest(code=code):
                moves = self.env["account.move"].search(kpis[code]["domain"])
                self.assertEqual(moves, self.new + self.late)
        billing = self.env["ar.kpi"].get_tables(FIRST, LAST)["billing"]
        self.assertEqual((billing["invoices"], billing["delivered"], billing["sent"]), (3, 2, 2))
        self.assertEqual((billing["to_invoice"], billing["to_send"]), (-1.5, 1.5))
        self.assertFigure(self._kpis("2025-11-01", "2025-11-30")["to_invoice"], 14.0, 14, 1)
        self.assertIsNone(self._kpis("2026-02-01", "2026-02-28")["to_send"]["value"])

    def test_billing_by_group_and_month(self):
        self._bill()
        countries = self._kpis(by="country")
        france = countries[self.env.ref("base.fr").id]
        self.assertFigure(france["to_send"], 3.0, 3, 1)
        self.assertEqual(self.env["account.move"].search(france["to_send"]["domain"]), self.new)
        collectors = self._kpis(by="collector")
        for key, move in ((self.collector.id, self.late), (False, self.new)):
            found = self.env["account.move"].search(collectors[key]["to_invoice"]["domain"])
            self.assertEqual(found, move)
        months = self._kpis(by="period")
        values = [figures["to_invoice"]["value"] for figures in months.values()]
        self.assertEqual(values, [-5.0, None, 2.0])
        kpis = self.env["ar.kpi"].with_user(self.collector)
        self.assertEqual(kpis.get_trend(LAST)["values"]["to_invoice"][-3:], values)
        [card] = [c for c in kpis.get_dashboard(FIRST, LAST)["cards"] if c["code"] == "to_invoice"]
        self.assertEqual((card["value"], card["previous"]), (-1.5, 14.0))
        self.assertEqual(card["words"], "-3 / 2")

    def test_billing_of_several_companies(self):
        self._bill()
        self._add_companies()
        bill = self._make_invoice(amount=10, date="2026-03-01", company=self.branch)
        bill.delivery_date = "2026-02-22"
        user, both = self.env.user, self.company | self.branch
        figure = self._kpis(companies=both, user=user)["to_invoice"]
        self.assertFigure(figure, (2 - 5 + 7) / 3, 4, 3)
        by_company = self._kpis(companies=both, user=user, by="company")
        self.assertFigure(by_company[self.branch.id]["to_invoice"], 7.0, 7, 1)
        moves = self.env["account.move"].search(by_company[self.branch.id]["to_invoice"]["domain"])
        self.assertEqual(moves, bill)

    def test_sent_on_the_company_s_day(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        self._send(self.new, "2026-03-14 20:00:00")
        self.assertEqual(str(self.new.ar_sent_on), "2026-03-15")
        self.assertFigure(self._kpis()["to_send"], 3.0, 3, 1)
        moves, own = self.env["account.move"], [("id", "in", (self.new + self.late).ids)]
        for condition, found in (
            (("ar_sent_on", "=", "2026-03-15"), self.new),
            (("ar_sent_on", "=", False), self.late),
            (("ar_sent_on", "!=", False), self.new),
            (("ar_sent_on", ">", "2026-03-14"), self.new),
            (("ar_sent_on", "<", "2026-03-15"), moves),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(moves.search([*own, condition]), found)

    def _count_queries(self, by):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        kpis.get_kpis(FIRST, TODAY, self.company.ids, by)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        kpis.get_kpis(FIRST, TODAY, self.company.ids, by)
        return self.env.cr.sql_log_count - before

    def _hand_over(self, move):
        line = self._receivable(move)
        with freeze_time("2026-04-01"):
            profile = self.env["ar.profile"].get_or_create(line.partner_id, self.company)
            values = {
                "profile_id": profile.id,
                "kind": "agency",
                "move_line_ids": [Command.set(line.ids)],
            }
            self.env["ar.case"].with_user(self.collector).create(values).action_hand_over()

    def test_queries_do_not_grow_with_groups(self):
        self._hand_over(self.open)
        few = {by: self._count_queries(by) for by in ("country", "period")}
        for number, country in enumerate(self.env["res.country"].search([], limit=8)):
            partner = self._make_partner(f"C{number} Ltd", country_id=country.id)
            self._hand_over(self._make_invoice(partner, amount=10, date="2026-03-01"))
        for by, number in few.items():
            with self.subTest(by=by):
                self.assertLessEqual(number, 35)
                self.assertLessEqual(self._count_queries(by), number + 2)
