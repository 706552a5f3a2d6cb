"""A level is seen as a customer will read it, and nothing of that stays."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ArChannelCommon

WATCHED = ("ar.dunning.notice", "ar.dunning.notice.line", "ar.profile", "mail.message")


@tagged("post_install", "-at_install")
class TestLevelPreview(ArChannelCommon):
    def _count(self):
        return {name: self.env[name].search_count([]) for name in WATCHED}

    def _open(self, level, user=None):
        action = level.with_user(user or self.collector).action_preview()
        model = self.env[action["res_model"]].with_user(user or self.collector)
        return Form(model.with_context(**action["context"]))

    def test_side_by_side(self):
        formal = self.levels[3]
        self._make_debtor("Alpha", days_late=5)
        partner = self._make_debtor("Beta", days_late=35, email="beta@example.com")
        before = self._count()
        form = self._open(formal)
        self.assertEqual(form.profile_id.partner_id, partner)
        self.assertEqual(form.mail_to, "beta@example.com")
        self.assertIn("formal demand", form.mail_subject)
        for html in (form.mail_body, form.letter):
            self.assertIn("1,000.00", html)
        self.assertIn("We hereby formally demand", form.letter)
        form.tone = "gentle"
        self.assertIn("We regret", form.letter)
        self.assertIn("We regret", form.mail_body)
        self.assertEqual(form.profile_id.partner_id, partner)
        self.assertEqual(self._count() | {"ar.profile": 0}, before | {"ar.profile": 0})

    def test_a_discount(self):
        """As the notice itself: 980.00 until the last day of the discount, 1,000.00 after it."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2% in 10 days, 30 net",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        partner = self._make_partner("Alpha Discount")
        self._make_invoice(partner, date="2026-03-25", invoice_payment_term_id=term.id)
        form = self._open(self.levels[0])
        form.profile_id = self.env["ar.profile"].get_or_create(partner, self.company)
        self.assertIn("980.00", form.mail_body)
        self.assertIn("1,000.00", form.mail_body)
        self.assertNotIn("1,020", form.mail_body)

    def test_another_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        partner = self._make_debtor("Alpha", days_late=35)
        self.levels[3].with_context(lang="fr_FR").letter_title = "Mise en demeure"
        form = self._open(self.levels[3])
        self.assertNotIn("Mise en demeure", form.letter)
        form.lang = "fr_FR"
        self.assertIn("Mise en demeure", form.letter)
        self.assertIn("000,00", form.mail_body)
        form.save()
        self.assertNotEqual(partner.lang, "fr_FR")

    def test_another_customer(self):
        self._make_debtor("Alpha", days_late=35)
        other = self._make_debtor("Beta", days_late=5, amount=777)
        form = self._open(self.levels[3])
        form.profile_id = self.env["ar.profile"].get_or_create(other, self.company)
        self.assertIn("777.00", form.mail_body)

    def test_a_new_company(self):
        """Nobody owes anything: an item is made up."""
        company = self.env["res.company"].create({"name": "Fresh"})
        user = self._make_collector("Fred", "fred@example.com")
        user.write({"company_ids": [(4, company.id)], "company_id": company.id})
        level = self.env.ref("ar_collections.ar_dunning_level_default_2")
        before = self._count()
        form = self._open(level.with_company(company), user)
        self.assertFalse(form.profile_id)
        self.assertIn("1,234.56", form.letter)
        self.assertEqual(self._count(), before)

    def test_for_those_who_may_read_the_customer(self):
        self._make_debtor("Alpha", days_late=35)
        other = self.env["res.company"].create({"name": "Other"})
        partner = self._make_partner("Gamma")
        foreign = self.env["ar.profile"].get_or_create(partner, other)
        wizard = self.env["ar.dunning.preview"].with_user(self.collector)
        with self.assertRaises(AccessError):
            wizard.create({"level_id": self.levels[1].id, "profile_id": foreign.id}).letter  # noqa: B018
        biller = self._make_user("biller", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self.env["ar.dunning.preview"].with_user(biller).create({"level_id": self.levels[1].id})
