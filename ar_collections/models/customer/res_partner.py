"""The partner shows its account of the current company."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..base import guarded
from ..base.res_company import MANAGER

# Who may see what a customer owes. Nobody else: partners are read by all users, also
# through the portal.
_READERS = "account.group_account_invoice,account.group_account_readonly"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "ar.closed.mixin"]
    # Who owes follows from the parent. Odoo stores it, and lets whoever may write the contact
    # write it: the debts of one customer would be another one's.
    _ar_closed = {"commercial_partner_id": None}

    ar_profile_id = guarded.Many2one(
        "ar.profile",
        string="Customer Account",
        compute="_compute_ar_profile_id",
        search="_search_ar_profile_id",
        groups=_READERS,
        help="The account of the commercial entity in the current company.",
    )
    ar_currency_id = guarded.Many2one(
        related="ar_profile_id.currency_id", string="Account Currency", groups=_READERS
    )
    ar_open_amount = guarded.Monetary(
        related="ar_profile_id.open_amount", currency_field="ar_currency_id", groups=_READERS
    )
    ar_overdue_amount = guarded.Monetary(
        related="ar_profile_id.overdue_amount", currency_field="ar_currency_id", groups=_READERS
    )
    ar_credit_amount = guarded.Monetary(
        related="ar_profile_id.credit_amount", currency_field="ar_currency_id", groups=_READERS
    )
    ar_max_days_overdue = guarded.Integer(related="ar_profile_id.max_days_overdue", groups=_READERS)
    ar_collector_id = guarded.Many2one(
        related="ar_profile_id.collector_id", readonly=False, groups=_READERS
    )
    ar_contact_id = guarded.Many2one(
        related="ar_profile_id.contact_id", readonly=False, groups=_READERS
    )
    ar_reminder_mode = guarded.Selection(
        related="ar_profile_id.reminder_mode", readonly=False, groups=_READERS
    )
    ar_hold_ids = guarded.One2many(
        related="ar_profile_id.hold_ids", readonly=False, groups=_READERS
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_ar_profile_id(self):
        # A related field comes here as superuser, who may switch on any company.
        company = self.sudo(False).env.company
        profiles = self.env["ar.profile"].search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", company.id),
            ]
        )
        by_partner = {profile.partner_id: profile for profile in profiles}
        for partner in self:
            partner.ar_profile_id = by_partner.get(partner.commercial_partner_id)

    def _search_ar_profile_id(self, operator, value):
        """Partners whose commercial entity has an account like that in this company."""
        if operator == "in":
            here = Domain("company_id", "=", self.env.company.id)
            named = Domain("id", "in", [id_ for id_ in value if id_])
            domain = Domain("commercial_partner_id", "in", self._ar_owners(here & named))
            if False in value:
                domain |= Domain("commercial_partner_id", "not in", self._ar_owners(here))
            return domain
        if operator in ("any", "any!"):
            here = Domain("company_id", "=", self.env.company.id) & Domain(value)
            return Domain("commercial_partner_id", "in", self._ar_owners(here))
        return NotImplemented

    def _ar_owners(self, domain):
        """Ids of the partners of the profiles in ``domain``."""
        return self.env["ar.profile"].search(domain).partner_id.ids

    def write(self, vals):
        """A new salesperson becomes the collector where the old one was; a contact that
        comes under a company brings its account along."""
        # EXTENDS 'base'
        before = {partner.id: partner.user_id for partner in self} if "user_id" in vals else {}
        result = super().write(vals)
        if before:
            self.sudo()._ar_follow_salesperson(before)
        if {"parent_id", "is_company"} & vals.keys():
            self._ar_follow_commercial_entity()
        if {"active", "email", "parent_id", "is_company"} & vals.keys():
            self.env["ar.outside.contact"]._end_changed(self)
        return result

    def _ar_follow_salesperson(self, before):
        """Change the collector where it was the salesperson; ``before``: {id: salesperson}."""
        for profile in self.env["ar.profile"].search([("partner_id", "in", self.ids)]):
            if profile.collector_id == before[profile.partner_id.id]:
                profile.collector_id = profile.partner_id.user_id

    def _ar_follow_commercial_entity(self):
        """Merge the accounts of partners that are no debtors of their own any more.

        That cannot be undone: what was said and decided about a customer is merged by a
        collections manager alone.

        :raise AccessError: the acting person is none, and an account has a history
        """
        Profile = self.env["ar.profile"].sudo()
        for profile in Profile.search([("partner_id", "in", self.ids)]):
            debtor = profile.partner_id.commercial_partner_id
            if debtor != profile.partner_id:
                if profile._find_history():
                    self._ar_check_may_merge(debtor)
                profile._merge_into(Profile.get_or_create(debtor, profile.company_id))

    def _ar_check_may_merge(self, debtor):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%(customer)s has a customer account with a history, which would be merged "
                    "into that of %(debtor)s for good. Ask a collections manager to do it.",
                    customer=self[:1].display_name,
                    debtor=debtor.display_name,
                )
            )

    def action_view_ar_profile(self):
        """Open the customer's account in the current company, making it if need be."""
        self.ensure_one()
        profile = self.ar_profile_id
        if not profile:
            self.env["ar.profile"].check_access("create")
            profile = profile.get_or_create(self, self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": profile.display_name,
            "res_model": "ar.profile",
            "res_id": profile.id,
            "view_mode": "form",
        }
