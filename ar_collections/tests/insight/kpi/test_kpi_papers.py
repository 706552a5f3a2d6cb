"""The collection report on paper and as a workbook says what the key figures say."""

import io
import json

from freezegun import freeze_time
from openpyxl import load_workbook

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
        self.assertEqual(len(book.sheetnames), 9)
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

    def test_paper(self):
        report = self.env["ir.actions.report"].with_user(self.collector)
        html, _kind = report._render_qweb_html(
            "ar_collections.report_ar_kpi", [], {"kpi": self.options}
        )
        text = html.decode()
        for words in ("Collection Report", "52.4 days", "Aging against", "Alpha Trading"):
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
