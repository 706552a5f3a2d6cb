"""A salesperson, where the company allows it, sees what his own customers owe, nothing else."""

import io
import json
from itertools import permutations
from urllib.parse import urlencode

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_aging_report import AgingCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
SALES = "ar_collections.ar_collections_group_sales"


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestAgingSales(AgingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch North", "parent_id": cls.company.id}
        )
        cls.other = cls.env["res.company"].create({"name": "Antipodes Ltd"})
        cls.env.user.company_ids |= cls.branch
        cls.env.cr.precommit.run()  # the branch's share of the chart of accounts
        cls.both = cls.company | cls.branch
        cls.seller = cls._make_user("seller", SALES, cls.both)
        cls.rival = cls._make_user("rival", SALES, cls.both)
        cls.company.ar_aging_for_sales = True
        cls.tag = cls.env["res.partner.category"].create({"name": "Secret Club"})
        cls.partner.write(
            {
                "user_id": cls.seller.id,
                "country_id": cls.env.ref("base.de").id,
                "category_id": [Command.set(cls.tag.ids)],
            }
        )
        cls.contact = cls._make_partner("Carla", parent_id=cls.partner.id, is_company=False)
        cls.beta = cls._make_partner("Beta Works", user_id=cls.rival.id)
        # The rival invoiced a customer of the seller, and the other way round.
        cls._make_invoice(cls.contact, amount=100, date="2026-11-01", invoice_user_id=cls.rival.id)
        cls._make_invoice(cls.partner, amount=30, date="2026-12-01", due="2027-01-31")
        cls._make_invoice(cls.beta, amount=7000, date="2026-10-01", invoice_user_id=cls.seller.id)
        cls._pay_on_account(cls.partner, 5, "2026-12-05")
        cls._make_entry(9000, "2026-12-01")
        cls._make_invoice(cls.partner, amount=40, date="2026-12-01", company=cls.branch)
        cls.env.flush_all()

    def _report(self, user=None):
        return self.env["ar.aging.report"].with_user(user or self.seller)

    # -- what a salesperson sees -------------------------------------------------------

    def test_a_company_that_shows_nothing_is_no_obstacle(self):
        # Switched on beside one that does: the screen opens, with what there is to see.
        self.seller.company_ids |= self.other
        report = self.env["ar.aging.report"].with_user(self.seller)
        report = report.with_context(allowed_company_ids=(self.company | self.other).ids)
        choices = report.get_choices()
        self.assertFalse(choices["may_open"], "salespeople do not see the books")
        self.assertEqual(report.get_aging()["options"]["company_ids"], self.company.ids)
        collector = self._make_user("opener", COLLECTOR, self.both)
        self.assertTrue(self.env["ar.aging.report"].with_user(collector).get_choices()["may_open"])

    def test_own_customers_whole_and_tied(self):
        report = self._report().get_aging()
        self.assertEqual(
            [(row["name"], row["total"]) for row in report["rows"]], [("Alpha Trading", 125)]
        )
        self.assertEqual(report["tie_out"]["ledger"], 125)
        self.assertTied(report)
        for group_by in self._report().get_dimensions():
            with self.subTest(group_by=group_by):
                report = self._report().get_aging(group_by=group_by, compare_to="2026-11-15")
                self.assertEqual(report["totals"]["total"], 125)
                self.assertEqual(report["totals"]["previous"], 100)
                self.assertTied(report)
        self.assertEqual(self._report().get_tie_out()["shown"], 125)

    def test_options_can_be_asked_again(self):
        for partner_ids, understood in [
            (None, False),
            (self.partner.ids, False),  # all that he may see
            (self.contact.ids, self.contact.ids),
            (self.beta.ids, []),
            ([], []),
        ]:
            with self.subTest(partner_ids=partner_ids):
                report = self._report().get_aging(partner_ids=partner_ids)
                self.assertEqual(report["options"]["partner_ids"], understood)
                again = self._report().get_aging(partner_ids=understood)
                self.assertEqual(again["rows"], report["rows"])
        # A customer who becomes his is there the next time.
        self.beta.user_id = self.seller
        self.assertEqual(self._report().get_aging(partner_ids=False)["totals"]["total"], 7125)

    def test_items_and_open_items_agree(self):
        items = self._report().get_items()
        self.assertEqual(sorted(item["residual"] for item in items), [-5, 30, 100])
        reader = self.env["ar.open.item"].with_user(self.seller)
        expected = {item["id"] for item in items}
        self.assertEqual(set(reader.search([]).ids), expected)
        rows = reader.read_as_of("2026-12-15", self.company.ids)
        self.assertEqual({row["id"] for row in rows}, expected)
        (total,) = reader.formatted_read_group([], [], ["residual:sum"])
        self.assertEqual(total["residual:sum"], 125)
        with self.assertRaisesRegex(AccessError, "INV/2026/0000. is open, but not the document"):
            reader.search([("move_type", "=", "out_invoice")], limit=1).action_open_document()
        forged = reader.browse(self._receivable(self.beta.invoice_ids).ids)
        with self.assertRaises(AccessError):
            forged.read(["residual"])

    def test_screen_of_open_items_opens(self):
        # Names of journals, accounts and entries are shown, which he may not open.
        reader = self.env["ar.open.item"].with_user(self.seller)
        fields = {
            name: {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
            for name, field in reader.fields_get().items()
        }
        self.assertNotIn("ar_level_id", fields)
        found = reader.web_search_read([], fields)
        self.assertEqual(found["length"], 3)
        for view in ("list", "pivot", "graph", "search"):
            arch = reader.get_view(view_type=view)["arch"]
            for hidden in ("ar_level_id", "ar_profile_id", "ar_hold_ids"):
                self.assertNotIn(hidden, arch)

    def test_paper_and_workbook(self):
        options = {"partner_ids": (self.beta | self.contact).ids, "then_by": "salesperson"}
        user_report = self.env["ir.actions.report"].with_user(self.seller)
        for asked, words in [
            ({}, "Customers of seller"),
            (options, "Customers: Alpha Trading, Carla"),
        ]:
            body, _kind = user_report._render_qweb_html(
                "ar_collections.report_ar_aging", [], data={"aging": asked}
            )
            text = html.fromstring(body).text_content()
            self.assertIn(words, text)
            self.assertIn("125.00", text)
            for secret in ("7,000", "9,000", "Beta"):
                self.assertNotIn(secret, text)
            book = load_workbook(io.BytesIO(self._report()._get_xlsx(asked)), data_only=True)
            cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
            self.assertIn("125", cells)
            self.assertFalse({"7000", "9000", "Beta Works"} & set(cells))

    def test_own_is_what_the_customer_says(self):
        self.assertEqual(self._report(self.rival).get_aging()["totals"]["total"], 7000)
        self.partner.user_id = self.rival
        self.assertEqual(self._report(self.rival).get_aging()["totals"]["total"], 7125)
        nothing = self._report().get_aging()
        self.assertEqual((nothing["rows"], nothing["totals"]["total"]), ([], 0))
        self.assertEqual(nothing["notes"], [])  # not even since when others owe
        self.assertFalse(self.env["ar.open.item"].with_user(self.seller).search([]))

    # -- what he does not see, however he asks -----------------------------------------

    def test_forged_requests(self):
        for options in [
            {"partner_ids": self.beta.ids},
            {"partner_ids": []},
            {"filters": {"partner": self.beta.ids}},
            {"filters": {"partner": [False]}},
            {"filters": {"salesperson": self.rival.ids}, "partner_ids": self.beta.ids},
        ]:
            for method in ("get_aging", "get_items"):
                with self.subTest(options=options, method=method):
                    answer = getattr(self._report(), method)(**options)
                    self.assertFalse(answer["rows"] if method == "get_aging" else answer)
                    text = json.dumps(answer, default=str)
                    for secret in ("7000", "9000", "7125", "16"):
                        self.assertNotIn(f"{secret}.0", text)
        # When a residual changed is no business of his, either.
        items = self.env["ar.open.item"].search([("partner_id", "in", self.beta.ids)])
        with self.assertRaises(AccessError):
            self._report().get_items_action("Beta", items.ids, "2026-11-30")
        tie = self._report().get_aging(filters={"partner": self.beta.ids})["tie_out"]
        self.assertEqual((tie["shown"], tie["hidden"], tie["ledger"]), (0, 125, 125))
        rows = self.env["ar.open.item"].with_user(self.seller)
        self.assertFalse(rows.read_as_of("2026-12-15", self.company.ids, self.beta.ids))

    def test_names_of_what_he_may_not_read(self):
        hidden = self.env["res.partner"].create(
            {"name": "Hidden Partner", "company_id": self.other.id}
        )
        for filters, shown in [
            ({"partner": hidden.ids}, False),
            ({"company": self.other.ids}, False),
            ({"company": self.company.ids}, True),
            ({"tag": self.tag.ids}, True),
        ]:
            with self.subTest(filters=filters):
                report = self._report()
                words = report._get_words(report._prepare_query(filters=filters))[-1]
                names = ("Hidden Partner", "Antipodes Ltd", self.company.name, "Secret Club")
                self.assertEqual(any(name in words for name in names), shown, words)

    def test_companies(self):
        for companies, sentence in [
            (self.branch, "Branch North does not show salespeople"),
            (self.both, "Branch North does not show salespeople"),
            (self.other, "owed to this company. Ask an administrator"),
        ]:
            for method in ("get_aging", "get_items", "get_tie_out"):
                with self.assertRaisesRegex(AccessError, sentence):
                    getattr(self._report(), method)(company_ids=companies.ids)
            with self.assertRaisesRegex(AccessError, sentence):
                reader = self.env["ar.open.item"].with_user(self.seller)
                reader.read_as_of("2026-12-15", companies.ids)
        # Of several companies switched on, those that allow it are shown.
        switched = {"allowed_company_ids": self.both.ids}
        self.assertEqual(
            self._report().with_context(**switched).get_aging()["options"]["company_ids"],
            self.company.ids,
        )
        self.branch.ar_aging_for_sales = True
        everything = self._report().with_context(**switched).get_aging()
        self.assertEqual(everything["totals"]["total"], 165)
        self.assertTied(everything)
        reader = self.env["ar.open.item"].with_user(self.seller).with_context(**switched)
        self.assertEqual(sum(reader.search([]).mapped("residual")), 165)

    def test_off_by_default(self):
        self.assertFalse(self.env["res.company"].create({"name": "New"}).ar_aging_for_sales)
        settings = self.env["res.config.settings"].create({})
        settings.ar_aging_for_sales = False
        settings.execute()
        with self.assertRaisesRegex(AccessError, "does not show salespeople"):
            self._report().get_aging()
        self.assertFalse(self.env["ar.open.item"].with_user(self.seller).search([]))

    def test_every_role(self):
        for login, groups, companies, total in [
            ("s_seller", SALES, self.company, 0),
            ("s_collector", COLLECTOR, self.company, 16125),
            ("s_both", f"{SALES},{COLLECTOR}", self.company, 16125),
            ("s_billing", f"{SALES},account.group_account_invoice", self.company, 16125),
            ("s_auditor", f"{SALES},account.group_account_readonly", self.company, 0),
            ("s_employee", "base.group_user", self.company, None),
            ("s_elsewhere", COLLECTOR, self.other, None),
        ]:
            with self.subTest(login=login):
                report = self._report(self._make_user(login, groups, companies))
                if total is None:
                    with self.assertRaises(AccessError):
                        report.get_aging(company_ids=self.company.ids)
                    continue
                self.assertEqual(report.get_aging()["totals"]["total"], total)
                seen = self.env["ar.open.item"].with_user(report.env.user).search([])
                self.assertEqual(sum(seen.mapped("residual")), total)
        seller = self.env["ar.open.item"].with_user(self.seller)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(seller.has_access(operation))
        for model in ("ar.profile", "ar.hold", "ar.snapshot", "ar.dunning.run"):
            self.assertFalse(self.env[model].with_user(self.seller).has_access("read"))

    def test_download_with_forged_options(self):
        self.authenticate("seller", "seller")
        url = "/ar_collections/aging/xlsx?"
        options = {"as_of": "2026-12-15", "partner_ids": self.beta.ids}
        answer = self.url_open(url + urlencode({"options": json.dumps(options)}))
        self.assertEqual(answer.status_code, 200)
        book = load_workbook(io.BytesIO(answer.content), data_only=True)
        values = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
        self.assertFalse({7000, 9000, "Beta Works"} & set(values))
        with mute_logger("odoo.http"):
            options = {"company_ids": self.branch.ids}
            answer = self.url_open(url + urlencode({"options": json.dumps(options)}))
        self.assertEqual(answer.status_code, 403)

    def test_two_levels_of_every_pair_tie(self):
        self.env["ar.profile"].get_or_create(self.beta, self.company).collector_id = self.rival
        dimensions = self.env["ar.aging.report"].get_dimensions()
        self.assertIn("collector", dimensions)
        for first, second in permutations(dimensions, 2):
            with self.subTest(first=first, second=second):
                report = self._aging(group_by=first, then_by=second, company_ids=self.both.ids)
                self.assertEqual(report["totals"]["total"], 16165)
                self.assertTied(report)
                for row in report["rows"]:
                    for index, amount in enumerate(row["buckets"]):
                        children = [child["buckets"][index] for child in row["children"]]
                        self.assertEqual(round(sum(children), 2), amount)
                    totals = [child["total"] for child in row["children"]]
                    self.assertEqual(round(sum(totals), 2), row["total"])
