"""The collection report on paper and as a workbook says what the key figures say."""

import io
import json
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FIRST, LAST, TODAY, KpiCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestKpiPapers(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.options = {"date_from": FIRST, "date_to": LAST, "company_ids": cls.company.ids}
        cls.kpis = cls.env["ar.kpi"].with_user(cls.collector)

    def test_workbook(self):
        self._make_disputes(4)
        self._make_promises(kept=1)
        book = load_workbook(io.BytesIO(self.kpis._get_xlsx(self.options)), data_only=False)
        self.assertEqual(len(book.sheetnames), 11)
        sheet = book["Key figures"]
        rows = {row[0]: row for row in sheet.iter_rows(min_row=6, values_only=True)}
        self.assertAlmostEqual(rows["Days Sales Outstanding"][1], 52.40, 2)
        self.assertEqual(rows["Overdue Rate"][3], "$\xa02,750.00 × 100 / $\xa06,340.00")
        self.assertIn("Convention", rows["Promises Kept"][4])
        aging = book["Aging against the end of the mon"[:31]]
        total = [row for row in aging.iter_rows(values_only=True) if row[0] == "Total"]
        # End of February: 6,200 + 7,500 − 200 − 9,000.
        self.assertEqual(total[0][1:4], (6340, 4500, 1840))
        overdue = book["Largest overdue customers"]
        self.assertEqual([cell.value for cell in overdue[6]], ["Alpha Trading", 2750, 2750, 24])

    def _rows(self, title):
        request = self.kpis._prepare_request(FIRST, LAST, self.company.ids)
        [section] = [one for one in self.kpis._get_sections(request) if one["title"] == title]
        return section["rows"]

    def test_collected(self):
        """Money, not the credit note nor what a payment left to the losses, as the ledger says."""
        account = self.env["account.account"].create(
            {"name": "Bad debts", "code": "990001", "account_type": "expense"}
        )
        self.company.ar_writeoff_account_id = account
        self._pay(
            self.new,
            3000,
            "2026-03-25",
            payment_difference_handling="reconcile",
            writeoff_account_id=account.id,
        )
        self.env.flush_all()
        rows = [
            (row["by"], row["name"], round(row["amount"], 2)) for row in self._rows("Collected")
        ]
        self.assertEqual(
            rows,
            [
                ("In all", "", 13750),
                ("Month", "January 2026", 5000),
                ("Month", "February 2026", 4000),
                ("Month", "March 2026", 4750),
                ("Collector", "Clara", 10750),
                ("Collector", "Without collector", 3000),
                ("Customer", "Alpha Trading", 10750),
                ("Customer", "Beta Works", 3000),
            ],
        )
        [first, *_others] = self._rows("Collected")
        self.assertEqual((first["share"], first["bar"]), (100, 100))
        payments = self.env["account.payment"].search(
            [("date", ">=", FIRST), ("date", "<=", LAST), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(sum(payments.mapped("amount")), 13750)
        # All nights until today are kept: nothing changes.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0):
            self.env["ar.kpi.day"]._cron_keep()
        again = [
            (row["by"], row["name"], round(row["amount"], 2)) for row in self._rows("Collected")
        ]
        self.assertEqual(again, rows)

    def test_what_was_paid_back_is_not_collected(self):
        """Paid 590 twice: one is sent back. Collected is what was kept."""
        self._pay(self.new, 590, "2026-04-25")
        twice = self._pay_on_account(self.new.partner_id, 590, "2026-04-26")
        back = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.new.partner_id.id,
                "amount": 590,
                "date": "2026-04-27",
                "journal_id": twice.journal_id.id,
            }
        )
        back.action_post()
        lines = (twice | back).move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.env.flush_all()
        request = self.kpis._prepare_request("2026-04-01", TODAY, self.company.ids)
        self.assertEqual(self.kpis._get_collected_section(request)["rows"][0]["amount"], 590)

    def test_what_cases_recover_is_collected(self):
        lines = self._receivable(self.open)
        with freeze_time("2026-04-01"):
            values = {
                "profile_id": self.profile.id,
                "kind": "agency",
                "move_line_ids": [Command.set(lines.ids)],
            }
            case = self.env["ar.case"].with_user(self.collector).create(values)
            case.action_hand_over()
        self._pay(self.open, 550, "2026-04-15")
        recovered = sum(amount for _day, amount in case._read_recovered()[case])
        line = lines.with_context(figure_first="2026-04-01", figure_last=TODAY)
        self.assertEqual((recovered, line.ar_came_in), (550, 550))
        request = self.kpis._prepare_request("2026-04-01", TODAY, self.company.ids)
        self.assertEqual(self.kpis._get_collected_section(request)["rows"][0]["amount"], 550)

    def test_yield_of_a_step(self):
        self._make_policy(5).level_ids.cost_per_notice = 2
        with freeze_time("2026-03-20"):
            self._remind()
        self._pay(self.open, 100, "2026-03-25")
        [row] = self._rows("Reminders sent, by level")
        self.assertEqual((row["cost"], row["per_cost"]), (2, 50))
        text = self.kpis._get_print_values(self.options)
        [section] = [one for one in text["sections"] if one["title"].startswith("Reminders")]
        self.assertEqual(section["columns"][-1]["title"], "Came in per 1 of cost")
        self.assertEqual(section["rows"][0][-1]["text"], "50.00 ×")

    def test_month_by_month(self):
        rows = self._rows("Month by month")
        self.assertEqual(len(rows), 12)
        self.assertEqual(rows[-3]["name"], "January 2026")
        trend = self.kpis.get_trend(LAST)["values"]
        for code in ("cei", "dso", "overdue_rate"):
            self.assertEqual([row[code] for row in rows], trend[code])
        self.assertEqual([row["collected"] for row in rows[-3:]], [5000, 4000, 1750])
        self.assertEqual([row["bar"] for row in rows[-3:]], [100, 80, 35])

    def test_paper(self):
        report = self.env["ir.actions.report"].with_user(self.collector)
        html, _kind = report._render_qweb_html(
            "ar_collections.report_ar_kpi", [], {"kpi": self.options}
        )
        text = html.decode()
        for words in (
            "Collection Report",
            "52.4 days",
            "Aging against",
            "Alpha Trading",
            "width: 35%",
        ):
            self.assertIn(words, text)
        with self.allow_pdf_render():
            pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
                "ar_collections.report_ar_kpi", [], {"kpi": self.options}
            )
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_actions(self):
        action = self.kpis.get_pdf_action(FIRST, LAST, self.company.ids)
        self.assertEqual(action["data"]["kpi"], self.options)
        url = self.kpis.get_xlsx_action(FIRST, LAST)["url"]
        self.assertIn("/ar_collections/kpi/xlsx?", url)
        json.dumps(action)

    def test_options_that_cannot_be_read(self):
        for options in ([], {"partner_ids": [1]}, {"date_from": "x", "date_to": LAST}, {}):
            with self.subTest(options=options), self.assertRaises(UserError):
                self.kpis._get_xlsx(options)
