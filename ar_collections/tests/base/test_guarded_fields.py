"""Fields of ours on Odoo's models: their groups hold on every way to them."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.base.guarded import Guarded
from .guarded_common import GuardedCommon


@tagged("post_install", "-at_install")
class TestGuardedFields(GuardedCommon):
    maxDiff = None
    freeze_time = freeze_time("2026-03-31")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_invoice(amount=700.0)
        cls.company.ar_credit_cap = 5000.0
        cls.customer = cls._make_user("portal_customer", "base.group_portal")
        cls.plain = cls._make_user("plain", "base.group_user")
        cls.biller = cls._make_user("biller", "account.group_account_invoice")

    def test_every_field_of_ours_is_guarded(self):
        bare = [
            str(field)
            for _model, field in self._own_fields()
            if not field.groups or not isinstance(field, Guarded)
        ]
        self.assertFalse(bare, "A field on a model of Odoo's has groups and is of models/base.")

    def test_customers_learn_nothing(self):
        self.assertFalse(self._learned_by(self.customer))

    def test_the_public_learns_nothing(self):
        self.assertFalse(self._learned_by(self.env.ref("base.public_user")))

    def test_plain_users_learn_nothing(self):
        self.assertFalse(self._learned_by(self.plain))

    def test_superuser_code_asks_as_the_person(self):
        # A domain of the person's that superuser code evaluates, in whatever order.
        partners = self.env["res.partner"].with_user(self.plain).sudo()
        for domain in (
            [("ar_open_amount", ">", 600)],
            [("ar_profile_id.open_amount", ">", 600)],
            [("ar_profile_id", "!=", False)],
        ):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                partners.search(domain)
        with self.assertRaises(AccessError):
            self.env["res.company"].with_user(self.plain).sudo().search([("ar_credit_cap", ">", 1)])

    def test_companies_of_others_are_not_searched(self):
        """A company that the person may not see, switched on in the context, on a path that
        goes on as superuser."""
        foreign = self.env["res.company"].create({"name": "Foreign"})
        users = self.env["res.users"].with_user(self.biller)
        with self.assertRaises(AccessError):
            users.with_context(allowed_company_ids=foreign.ids).search(
                [("partner_id.ar_open_amount", ">", 1)]
            )
        theirs = self.partner.with_user(self.biller).with_context(allowed_company_ids=foreign.ids)
        for name in ("ar_profile_id", "ar_open_amount", "ar_hold_ids", "ar_credit_message"):
            self.env.invalidate_all()
            with self.subTest(name=name), self.assertRaises(AccessError):
                theirs.read([name])

    def test_who_may_see_finds(self):
        for user in (self.biller, self.env.user):
            partners = self.env["res.partner"].with_user(user).with_company(self.company)
            found = partners.search([("ar_open_amount", ">", 600)])
            self.assertEqual(found, self.partner)
            self.assertEqual(found.ar_open_amount, 700.0)
        moves = self.env["account.move"].with_user(self.biller)
        self.assertTrue(moves.search([("ar_days_overdue", ">", 10)]))
        self.assertFalse(moves.search([("ar_level_id", "!=", False)]))

    def test_a_change_by_anybody_reaches_the_contact(self):
        """Somebody who may not search accounts changes one: what repeats it is forgotten."""
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        seller = self._make_user("contacts", "base.group_user,base.group_partner_manager")
        self.partner.user_id = self.plain
        profile.collector_id = self.plain
        self.assertEqual(self.partner.ar_collector_id, self.plain)
        self.partner.with_user(seller).user_id = seller
        self.assertEqual(profile.collector_id, seller)
        self.assertEqual(self.partner.ar_collector_id, seller)

    def test_dependencies_do_not_search_guarded_fields(self):
        """Odoo searches the fields that dependencies go back through under the name of
        whoever changes something: that must not be a field that he may not search."""
        registry = self.env.registry
        searched = {
            str(field)
            for paths in registry._field_triggers.values()
            for path in paths
            for field in path
            if isinstance(field, Guarded)
            and not any(
                inverse.type not in ("one2many", "many2many") or not inverse.domain
                for inverse in registry.field_inverses[field]
            )
        }
        known = {
            # Odoo goes back from accounts as superuser, see ArProfile._modified_triggers.
            "res.partner.ar_profile_id",
            "res.users.ar_profile_id",
            # Who changes schemes may read the settings.
            "res.company.ar_aging_scheme_id",
        }
        self.assertLessEqual(searched, known)

    def test_settings_page(self):
        """Who sets up companies reads and writes the settings, without accounting."""
        system = self._make_user("system", "base.group_system")
        settings = self.env["res.config.settings"].with_user(system).create({})
        settings.ar_credit_cap = 9000.0
        settings.execute()
        self.assertEqual(self.company.ar_credit_cap, 9000.0)
