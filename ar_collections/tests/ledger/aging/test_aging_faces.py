"""The same numbers to the cent: on screen, on paper and in the workbook."""

import io
import json
from datetime import datetime
from unittest.mock import patch
from urllib.parse import unquote, urlencode

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import formatLang

from ....models.ledger.aging.ar_aging_report_request import OPTIONS
from .test_aging_report import AgingCommon


class FacesCommon(AgingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.7), ("2026-09-20", 0.83)])
        cls.beta = cls._make_partner("Beta & Söhne <GmbH>")
        cls._make_invoice(amount=1234.56, date="2026-08-01", due="2026-08-31", ref="PO 17")
        cls._make_invoice(amount=99.99, date="2026-11-01", due="2027-01-31")
        cls._make_invoice(
            cls.beta, amount=333.33, date="2026-10-01", due="2026-11-15", currency_id=cls.eur.id
        )
        cls._make_invoice(cls.beta, amount=50, date="2026-12-01", move_type="out_refund")
        cls._pay_on_account(cls.beta, 10.01, "2026-12-10")
        cls._make_entry(7.77, "2026-12-01")
        cls.env.flush_all()

    REQUESTS = (
        {},
        {"then_by": "currency", "credits": "apart"},
        {"currency": "document", "compare_to": "2026-11-20"},
        {"group_by": "company", "then_by": "partner", "limits": "15,45", "basis": "invoice"},
        {"only_overdue": True, "min_amount": 100, "hide_credits": True},
        {"as_of": "1999-01-01"},
    )

    def _each_request(self):
        for request in self.REQUESTS:
            options = {"company_ids": self.company.ids, **request}
            with self.subTest(options=request):
                yield options, self.env["ar.aging.report"].get_aging(**options)

    def _flat(self, report, options):
        """(name, currency, amounts) of each row in the order shown, then the totals."""
        rows = []
        for row in report["rows"]:
            rows += [row, *row.get("children", ())]
        rows += [{**total, "name": "Total"} for total in report["totals_by_currency"]]
        return [(row["name"], row["currency"], self._amounts(row, options)) for row in rows]

    def _amounts(self, row, options):
        amounts = list(row["buckets"])
        if options.get("credits") == "apart":
            amounts.append(row["credits"])
        amounts.append(row["total"])
        if options.get("compare_to"):
            amounts += [row["previous"], row["delta"]]
        return amounts


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestAgingFaces(FacesCommon):
    def _html(self, options):
        body, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_aging", [], data={"aging": options}
        )
        return html.fromstring(body)

    def test_paper_shows_the_rows(self):
        for options, report in self._each_request():
            page = self._html(options)
            with_currency = options.get("currency") == "document"
            shown = []
            for line in page.xpath("//table[@name='aging']/tbody/tr"):
                cells = [cell.text_content().strip() for cell in line.xpath("./td")]
                shown.append((cells[0], cells[1 + with_currency :]))
            expected = [
                (name, [formatLang(self.env, amount) if amount else "–" for amount in amounts])
                for name, _currency, amounts in self._flat(report, options)
            ]
            self.assertEqual(shown, expected)
            head = [cell.text_content() for cell in page.xpath("//table[@name='aging']/thead//th")]
            self.assertEqual(head[1 + with_currency :][: len(report["buckets"])], report["buckets"])

    def test_paper_says_what_was_asked_and_ties_out(self):
        page = self._html(
            {
                "company_ids": self.company.ids,
                "as_of": "2026-12-10",
                "then_by": "country",
                "only_overdue": True,
                "min_amount": 5,
                "filters": {"salesperson": [self.env.user.id, False]},
                "compare_to": "2026-11-30",
            }
        )
        words = page.xpath("//p[@name='words']")[0].text_content()
        for sentence in (
            "By Customer, then by Country",
            "Age counts from the due date",
            "Only what is overdue",
            "Only rows of at least 5.00",
            f"Salesperson: {self.env.user.name}, Without salesperson",
            "Compared with 11/30/2026",
        ):
            self.assertIn(sentence, words)
        self.assertEqual(page.xpath("//h3")[0].text, "Aged receivables as of 12/10/2026")
        tie_out = page.xpath("//div[@name='tie_out']")[0].text_content()
        for label in ("Plus what it leaves out", "Less exchange differences", "General ledger"):
            self.assertIn(label, tie_out)
        self.assertFalse(page.xpath("//div[@name='unexplained']"))

    def test_paper_names_the_unexplained(self):
        line = self._receivable(self._make_invoice(amount=100, date="2026-12-01"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual = 60 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        page = self._html({"company_ids": self.company.ids})
        unexplained = page.xpath("//div[@name='unexplained']")[0].text_content()
        self.assertIn(line.move_name, unexplained)
        self.assertIn("-40.00", unexplained)

    def test_paper_is_a_pdf(self):
        # What wkhtmltopdf says of the machine's libraries is not about the report.
        quiet = mute_logger("odoo.addons.base.models.ir_actions_report")
        with quiet, self.allow_pdf_render():
            report = self.env["ar.aging.report"].with_context(force_report_rendering=True)
            pdf = report._get_pdf({"company_ids": self.company.ids})
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_paper_asks_nobody(self):
        """It carries its styles, and the PDF program is kept from the network."""
        kept = {}

        def run(self, bodies, **options):
            kept.update(options, bodies=bodies)
            return b"%PDF"

        Report = type(self.env["ir.actions.report"])
        with self.allow_pdf_render(), patch.object(Report, "_run_wkhtmltopdf", run):
            report = self.env["ar.aging.report"].with_context(force_report_rendering=True)
            report._get_pdf({"company_ids": self.company.ids})
        for page in (*kept["bodies"], kept["header"], kept["footer"]):
            self.assertNotIn("<link", page)
            self.assertIn("<style>", page)
        self.assertIn(".ar_aging", kept["bodies"][0])
        arguments = self.env["ir.actions.report"]._build_wkhtmltopdf_args(
            self.env["report.paperformat"], False, kept["specific_paperformat_args"]
        )
        self.assertIn("--proxy", arguments)

    def _book(self, options, formulas=False):
        content = self.env["ar.aging.report"]._get_xlsx(options)
        return load_workbook(io.BytesIO(content), data_only=not formulas)

    def _cells(self, sheet, first):
        """Rows of values from the one after ``first`` (a text in column B) to the empty one."""
        rows = list(sheet.iter_rows())
        start = next(i for i, row in enumerate(rows) if row[1].value == first)
        body = []
        for row in rows[start + 1 :]:
            if row[1].value is None:
                break
            body.append(row)
        return rows[start], body

    def test_workbook_shows_the_rows(self):
        for options, report in self._each_request():
            sheet = self._book(options)["Aging"]
            first = "Company" if options.get("group_by") else "Customer"
            head, body = self._cells(sheet, first)
            expected = self._flat(report, options)
            width = len(expected[0][2])
            shown = [
                (row[1].value, row[2].value, [cell.value for cell in row[3 : 3 + width]])
                for row in body
            ]
            self.assertEqual(shown, expected)
            self.assertEqual(
                [c.value for c in head[3:]][: len(report["buckets"])], report["buckets"]
            )
            self.assertEqual(sheet.freeze_panes, f"D{head[0].row + 1}")

    def test_workbook_sums_are_formulas(self):
        options = {"company_ids": self.company.ids, "then_by": "currency"}
        sheet = self._book(options, formulas=True)["Aging"]
        _head, body = self._cells(sheet, "Customer")
        levels = [row[0].value for row in body]
        self.assertEqual(levels[0], 1)
        for row, level in zip(body, levels, strict=True):
            self.assertEqual(sheet.row_dimensions[row[0].row].outlineLevel, int(level == 2))
            total = str(row[9].value)
            if level is None:
                self.assertTrue(str(row[3].value).startswith("=SUBTOTAL(9,"), row[3].value)
                self.assertTrue(total.startswith("=SUMIFS("), total)
                continue
            self.assertTrue(total.startswith("=SUM("), total)
            is_sum = str(row[3].value).startswith("=SUBTOTAL(9,")
            self.assertEqual(is_sum, level == 1)

    def test_workbook_has_the_items(self):
        for options, report in self._each_request():
            items = self.env["ar.aging.report"].get_items(**options)
            sheet = self._book(options)["Items"]
            rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]]
            self.assertEqual(len(rows), len(items))
            for row, item in zip(rows, items, strict=True):
                self.assertEqual(row[1], item["name"])
                self.assertEqual(row[12], item["residual"])
                self.assertEqual(row[5], datetime.combine(item["date_due"], datetime.min.time()))
                self.assertEqual(row[6], item["days"])
            self.assertEqual(len(items), sum(t["count"] for t in report["totals_by_currency"]))
            by_bucket = [0.0] * len(report["buckets"])
            for item in items:
                if item["bucket"] is not False:
                    by_bucket[item["bucket"]] += item["amount"]
            if len(report["totals_by_currency"]) == 1:
                totals = [round(amount, 2) for amount in by_bucket]
                self.assertEqual(totals, report["totals"]["buckets"])
                amount = round(sum(item["amount"] for item in items), 2)
                self.assertEqual(amount, report["totals"]["total"])

    def test_amounts_have_the_decimals_of_their_currency(self):
        yen = self.setup_other_currency("JPY", rates=[("2025-01-01", 150)], rounding=1.0)
        customer = self._make_partner("Gamma")
        self._make_invoice(customer, amount=12345, date="2026-12-01", currency_id=yen.id)
        options = {
            "company_ids": self.company.ids,
            "partner_ids": customer.ids,
            "currency": "document",
        }
        page = self._html(options)
        printed = page.xpath("//table[@name='aging']/tbody/tr[1]/td")[-1].text_content().strip()
        self.assertEqual(printed, "12,345")
        book = self._book(options)
        _head, body = self._cells(book["Aging"], "Customer")
        self.assertEqual(body[0][9].number_format, "#,##0;[Red]-#,##0")
        item = next(book["Items"].iter_rows(min_row=2))
        self.assertEqual((item[10].value, item[11].value), (12345, "JPY"))
        self.assertEqual(item[10].number_format, "#,##0;[Red]-#,##0")
        self.assertEqual(item[12].number_format, "#,##0.00;[Red]-#,##0.00")

    def test_items_of_a_row(self):
        report = self.env["ar.aging.report"]
        items = report.get_items(
            company_ids=self.company.ids, filters={"partner": [self.partner.id]}
        )
        self.assertEqual([item["residual"] for item in items], [1234.56, 99.99])
        self.assertEqual(items[0]["ref"], "PO 17")
        self.assertEqual((items[0]["days"], items[0]["bucket"]), (106, 4))
        nobody = report.get_items(company_ids=self.company.ids, filters={"partner": [False]})
        self.assertEqual([(i["partner"], i["residual"]) for i in nobody], [(False, 7.77)])

    def test_items_of_a_row_to_work_with(self):
        """Open items while they are as the row says; else journal items that say they are not."""
        report = self.env["ar.aging.report"]
        asked = {"company_ids": self.company.ids, "filters": {"partner": [self.partner.id]}}
        ids = [item["id"] for item in report.get_items(**asked)]
        for day in (None, "2026-12-15"):
            with self.subTest(day=day):
                action = report.get_items_action("Alpha", ids, day)
                self.assertEqual(action["res_model"], "ar.open.item")
                self.assertEqual(action["name"], "Open items of Alpha")
                found = self.env["ar.open.item"].search(action["domain"])
                self.assertEqual(sorted(found.ids), sorted(ids))
        # A payment of the 15th: on the 10th more was owed than the items show now.
        self._pay(self.env["account.move.line"].browse(ids[0]).move_id, 1000, "2026-12-15")
        action = report.get_items_action("Alpha", ids, "2026-12-10")
        self.assertEqual(action["res_model"], "account.move.line")
        self.assertEqual(action["name"], "As they stand now: items of Alpha, open on 12/10/2026")
        self.assertEqual(report.get_items_action("Alpha", ids)["res_model"], "ar.open.item")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self._make_user(
            "faces_foreign", "ar_collections.ar_collections_group_collector", other
        )
        with self.assertRaises(AccessError):
            report.with_user(foreign).get_items_action("Alpha", ids)
        # What is gone, and a wrong type.
        self.assertEqual(report.get_items_action("Alpha", [2**30])["domain"], [("id", "in", [])])
        with self.assertRaisesRegex(UserError, "not a list of ids"):
            report.get_items_action("Alpha", "x")

    def test_filters_to_choose_from(self):
        self.env["res.partner.category"].create({"name": "Wholesale"})
        choices = self.env["ar.aging.report"].get_choices()["filters"]
        names = [choice["name"] for choice in choices]
        self.assertEqual(
            names, ["salesperson", "currency", "account", "country", "tag", "collector"]
        )
        for choice in choices:
            records = self.env[choice["model"]].search(choice["domain"], limit=1)
            options = {"company_ids": self.company.ids, "filters": {choice["name"]: records.ids}}
            self.assertIn(
                f"{choice['label']}: {records.display_name}",
                self.env["ar.aging.report"]._get_print_values(options)["words"],
            )

    def test_paper_names_its_currency(self):
        """Where no column does."""
        values = self.env["ar.aging.report"]._get_print_values({"company_ids": self.company.ids})
        self.assertFalse(values["currencies"])
        self.assertIn("Amounts in USD", values["words"])

    def test_paper_shows_what_is_unfolded(self):
        """The items of the rows that are unfolded on screen, each under its age."""
        report = self.env["ar.aging.report"]
        options = {"company_ids": self.company.ids}
        folded = report._get_print_values(options)["rows"]
        self.assertFalse(any(row.get("item") for row in folded))
        for more in ({}, {"then_by": "currency"}, {"currency": "document"}, {"credits": "apart"}):
            with self.subTest(more=more):
                rows = report._get_print_values({**options, **more, "unfold": True})["rows"]
                items = [row for row in rows if row.get("item")]
                expected = report.get_items(**options, **more)
                self.assertEqual(len(items), len(expected))
                for item in items:
                    # Its amount stands under its age and in the total.
                    self.assertEqual(len([text for text in item["amounts"] if text]), 2)
                    self.assertEqual(
                        len(item["amounts"]),
                        len(folded[0]["amounts"]) + (more == {"credits": "apart"}),
                    )
        first = report.get_aging(**options)["rows"][0]
        name = f"{first['key']}-{first['currency_id']}"
        rows = report._get_print_values({**options, "unfold": {name: True}})["rows"]
        items = [row for row in rows if row.get("item")]
        own = report.get_items(**options, filters={"partner": [first["key"]]})
        self.assertEqual(len(items), len(own))
        self.assertIn(own[0]["name"], items[0]["name"])
        bucket = own[0]["bucket"]
        rows = report._get_print_values({**options, "unfold": {name: bucket}})["rows"]
        self.assertEqual(
            len([row for row in rows if row.get("item")]),
            len([item for item in own if item["bucket"] == bucket]),
        )
        page = self._html({**options, "unfold": True})
        self.assertTrue(page.xpath("//tr[@class='ar_item']"))

    def test_many_columns_are_set_smaller(self):
        report = self.env["ar.aging.report"]
        for limits, size in [("30,60,90,120", 11), (list(range(10, 160, 10)), 6)]:
            values = report._get_print_values({"limits": limits})
            self.assertEqual(values["font_size"], size)

    def test_items_cost_the_same_queries_for_any_number(self):
        report = self.env["ar.aging.report"]
        options = {"company_ids": self.company.ids}
        report.get_items(**options)
        with self.assertQueryCount(2):
            report.get_items(**options)

    def test_what_was_asked_is_printed(self):
        """The request goes through the browser as JSON, and comes back as it was understood."""
        report = self.env["ar.aging.report"]
        asked = {"company_ids": self.company.ids, "only_overdue": True, "as_of": "2026-12-10"}
        understood = report.get_aging(**asked)["options"]
        request = {name: understood[name] for name in OPTIONS - {"filters"} | {"as_of"}}
        request |= {"group_by": understood["group_by"], "partner_ids": understood["partner_ids"]}
        pdf = report.get_pdf_action(**request)
        self.assertEqual(pdf["report_name"], "ar_collections.report_ar_aging")
        again = report.get_aging(**pdf["data"]["aging"])
        self.assertEqual(again["rows"], report.get_aging(**asked)["rows"])
        self.assertTrue(again["options"]["only_overdue"])
        url = report.get_xlsx_action(**request)["url"]
        self.assertIn("/ar_collections/aging/xlsx?options=", url)

    def test_what_cannot_be_options(self):
        """Addresses can be forged or cut."""
        report = self.env["ar.aging.report"]
        paper = self.env["report.ar_collections.report_ar_aging"]
        for wrong in (5, [1], "x", None, {"self": 1}, {"color": "red"}):
            with self.subTest(options=wrong):
                for read in (report._get_xlsx, report._get_mail_values, report._get_print_values):
                    with self.assertRaisesRegex(UserError, "cannot be read|knows no option"):
                        read(wrong)
                with self.assertRaises(UserError):
                    paper._get_report_values([], {"aging": wrong})
        self.assertTrue(paper._get_report_values([], None)["rows"])

    def test_customer_of_a_row(self):
        report = self.env["ar.aging.report"]
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        action = report.get_customer_action(self.partner.id)
        self.assertEqual((action["res_model"], action["res_id"]), ("ar.profile", profile.id))
        nobody = self._make_partner("Owes nothing")
        action = report.get_customer_action(nobody.id)
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", nobody.id))
        for wrong in ([1, 2], True, 1.5, "x"):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(UserError, "list of ids"):
                report.get_customer_action(wrong)

    def test_roles(self):
        for login, groups, may_read in [
            ("faces_collector", "ar_collections.ar_collections_group_collector", True),
            ("faces_billing", "account.group_account_invoice", True),
            ("faces_employee", "base.group_user", False),
        ]:
            with self.subTest(login=login):
                user = self._make_user(login, groups)
                report = self.env["ar.aging.report"].with_user(user)
                if may_read:
                    self.assertEqual(len(report.get_items()), 6)
                    self.assertTrue(report.get_customer_action(self.partner.id)["res_id"])
                    continue
                with self.assertRaises(AccessError):
                    report.get_items()
                with self.assertRaises(AccessError):
                    report._get_xlsx({})


@tagged("post_install", "-at_install")
class TestAgingDownload(FacesCommon, HttpCase):
    def _download(self, options):
        return self.url_open("/ar_collections/aging/xlsx?" + urlencode({"options": options}))

    def test_pdf_file_is_named_after_its_day(self):
        self._make_user("pdf_collector", "ar_collections.ar_collections_group_collector")
        self.authenticate("pdf_collector", "pdf_collector")
        options = json.dumps({"aging": {"as_of": "2026-12-10", "company_ids": self.company.ids}})
        url = "/report/pdf/ar_collections.report_ar_aging?" + urlencode({"options": options})
        answer = self.url_open(
            "/report/download?" + urlencode({"data": json.dumps([url, "qweb-pdf"])})
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            unquote(answer.headers["Content-Disposition"]).split("''")[-1],
            "Aged receivables as of 12/10/2026.pdf",
        )

    def test_odd_requests_for_the_pdf(self):
        """What cannot be read is told by Odoo's own answer, not by a fault on top of it."""
        self._make_user("odd_collector", "ar_collections.ar_collections_group_collector")
        self.authenticate("odd_collector", "odd_collector")
        for options in (
            "[1]",
            '{"aging": [1]}',
            '{"aging": {"x": 1}}',
            "x",
            "[" * 5000,
            "9" * 5000,
        ):
            url = "/report/pdf/ar_collections.report_ar_aging?" + urlencode({"options": options})
            data = json.dumps([url, "qweb-pdf"])
            with (
                self.subTest(options[:20]),
                mute_logger("odoo.http", "odoo.addons.web.controllers.report"),
            ):
                answer = self.url_open("/report/download?" + urlencode({"data": data}))
                self.assertLess(answer.status_code, 500)
                self.assertNotIn(".pdf", answer.headers.get("Content-Disposition", ""))

    def test_download(self):
        self._make_user("download_collector", "ar_collections.ar_collections_group_collector")
        new_test_user(self.env, "download_employee", "base.group_user")
        options = {"as_of": "2026-12-15", "company_ids": self.company.ids}
        self.authenticate("download_collector", "download_collector")
        answer = self._download(json.dumps(options))
        self.assertEqual(answer.status_code, 200)
        book = load_workbook(io.BytesIO(answer.content), data_only=True)
        self.assertEqual(book.sheetnames, ["Aging", "Items"])
        self.assertEqual(self._download("[1]").status_code, 400)
        self.assertEqual(self._download("x").status_code, 400)
        self.assertEqual(self._download("[" * 5000).status_code, 400)
        for wrong in ({"self": 1}, {"color": 1}, {"filters": {"tag": ["9" * 5000]}}):
            with mute_logger("odoo.http"):
                self.assertEqual(self._download(json.dumps(wrong)).status_code, 422)
        self.authenticate("download_employee", "download_employee")
        with mute_logger("odoo.http"):
            self.assertEqual(self._download(json.dumps(options)).status_code, 403)
