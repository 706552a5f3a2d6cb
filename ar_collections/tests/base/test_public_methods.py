"""Methods that anybody may call by RPC: they tell and do what the person may, whatever they
are given."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from ..common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
ODD = (None, "", "x", "1", 0, -1, 2**31, 10**20, 1.5, [[1]], ["1"], {"a": 1}, [None], 2**31 - 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestPublicMethods(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_invoice(amount=700.0, due="2026-02-01")
        cls.foreign = cls.env["res.company"].create({"name": "Foreign Ltd"})
        cls.secret = cls._make_partner("Secret Partner", company_id=cls.foreign.id)
        cls.tag = cls.env["res.partner.category"].create({"name": "A tag"})
        cls.collector = cls._make_user("method_collector", COLLECTOR)
        cls.biller = cls._make_user("method_biller", "account.group_account_invoice")
        cls.plain = cls._make_user("method_plain", "base.group_user,base.group_partner_manager")
        cls.profile = cls.env["ar.profile"].search([("partner_id", "=", cls.partner.id)])

    def _as(self, model, user=None):
        return self.env[model].with_user(user or self.collector)

    # -- the credit check --------------------------------------------------------------

    def test_check_is_for_who_may_see_figures(self):
        for user in (
            self.plain,
            self._make_user("sales", "ar_collections.ar_collections_group_sales"),
        ):
            with self.assertRaisesRegex(AccessError, "Write it into a document"):
                self._as("ar.credit.check", user).check(
                    self.partner.id, self.company.id, 10.0, "order"
                )
        result = self._as("ar.credit.check", self.biller).check(
            self.partner.id, self.company.id, 10.0, "order"
        )
        self.assertEqual(result["exposure"], 700.0)

    def test_check_of_a_customer_one_may_not_see(self):
        with self.assertRaises(AccessError):
            self._as("ar.credit.check").check(self.secret.id, self.company.id, 10.0, "order")

    # -- names of what one may not see -------------------------------------------------

    def test_foreign_companies_are_not_named(self):
        foreign = self.foreign.id
        report = self._as("ar.aging.report")
        attempts = (
            lambda: report.get_aging(company_ids=[foreign]),
            lambda: report.get_items(company_ids=[foreign]),
            lambda: report.get_tie_out("2026-03-31", [foreign]),
            lambda: self._as("ar.open.item").read_as_of("2026-03-31", [foreign]),
            lambda: self._as("ar.snapshot").take("2026-03-31", foreign),
            lambda: self._as("ar.dunning.run").simulate(foreign, "2026-03-31"),
            lambda: self._as("ar.credit.check").check(self.partner.id, foreign, 1.0, "order"),
        )
        for place, attempt in enumerate(attempts):
            with self.subTest(place=place), self.assertRaises(AccessError) as caught:
                attempt()
            self.assertNotIn("Foreign", str(caught.exception))

    def test_filter_words_name_what_one_may_read(self):
        report = self._as("ar.aging.report")
        query = report._prepare_query(
            partner_ids=[self.secret.id, self.partner.id],
            filters={"company": [self.foreign.id], "tag": [self.tag.id]},
        )
        words = " ".join(report._get_filter_words(query))
        self.assertNotIn("Secret", words)
        self.assertNotIn("Foreign", words)
        self.assertIn(self.partner.name, words)
        self.assertIn("A tag", words)

    # -- odd arguments -----------------------------------------------------------------

    def test_odd_arguments_get_a_sentence(self):
        report = self._as("ar.aging.report")
        check = self._as("ar.credit.check")
        company, partner = self.company.id, self.partner.id
        calls = {
            "check partner": lambda odd: check.check(odd, company, 1.0, "order"),
            "check company": lambda odd: check.check(partner, odd, 1.0, "order"),
            "check amount": lambda odd: check.check(partner, company, odd, "order"),
            "check checkpoint": lambda odd: check.check(partner, company, 1.0, odd),
            "simulate company": lambda odd: self._as("ar.dunning.run").simulate(odd, "2026-03-31"),
            "simulate date": lambda odd: self._as("ar.dunning.run").simulate(company, odd),
            "simulate profiles": lambda odd: self._as("ar.dunning.run").simulate(
                company, "2026-03-31", odd
            ),
            "take date": lambda odd: self._as("ar.snapshot").take(odd, company),
            "take company": lambda odd: self._as("ar.snapshot").take("2026-03-31", odd),
            "as of": lambda odd: self._as("ar.open.item").read_as_of(odd, [company]),
            "as of companies": lambda odd: self._as("ar.open.item").read_as_of("2026-03-31", odd),
            "as of partners": lambda odd: self._as("ar.open.item").read_as_of(
                "2026-03-31", [company], odd
            ),
            "customer action": report.get_customer_action,
            "items name": lambda odd: report.get_items_action(odd, []),
            "items ids": lambda odd: report.get_items_action("x", odd),
            "items day": lambda odd: report.get_items_action("x", [], odd),
            "aging day": report.get_aging,
            "aging companies": lambda odd: report.get_aging(company_ids=odd),
            "aging partners": lambda odd: report.get_aging(partner_ids=odd),
            "aging scheme": lambda odd: report.get_aging(scheme_id=odd),
            "aging group": lambda odd: report.get_aging(group_by=odd),
            "aging filters": lambda odd: report.get_aging(filters=odd),
            "aging limits": lambda odd: report.get_aging(limits=odd),
            "items companies": lambda odd: report.get_items(company_ids=odd),
            "tie out": lambda odd: report.get_tie_out(odd, odd),
            "pdf": lambda odd: report.get_pdf_action(as_of=odd),
            "xlsx": lambda odd: report.get_xlsx_action(partner_ids=odd),
        }
        for name, call in calls.items():
            for odd in ODD:
                with self.subTest(call=name, odd=odd):
                    try:
                        with self.env.cr.savepoint():
                            call(odd)
                    except UserError as error:
                        self.assertTrue(str(error).strip())

    # -- what is no button is no method ------------------------------------------------

    def test_accounts_are_not_made_by_rpc(self):
        with self.assertRaises(AccessError):
            get_public_method(self.env["ar.profile"], "get_or_create")

    def test_the_button_of_a_contact_makes_no_account(self):
        new = self._make_partner("New Contact")
        for user in (self.plain, self.biller):
            with self.assertRaises(AccessError):
                new.with_user(user).action_view_ar_profile()
        self.assertFalse(self.env["ar.profile"].search([("partner_id", "=", new.id)]))
        action = new.with_user(self.collector).action_view_ar_profile()
        self.assertTrue(action["res_id"])
        action = self.partner.with_user(self.biller).action_view_ar_profile()
        self.assertEqual(action["res_id"], self.profile.id)
