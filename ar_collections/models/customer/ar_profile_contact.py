"""Contact data: when somebody last verified it, and what came back."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.base.schedule import is_stale
from ..base.ar_guard_mixin import ANY


class ArProfile(models.Model):
    _inherit = "ar.profile"
    _writable = {ANY: ("email_bounced", "phone_wrong")}

    contact_checked_on = fields.Date(string="Contact Data Verified On", readonly=True, copy=False)
    contact_checked_by_id = fields.Many2one(
        "res.users", string="Verified By", readonly=True, copy=False
    )
    email_bounced = fields.Boolean(
        string="E-mail Came Back",
        tracking=True,
        copy=False,
        help="A message came back. Gone once the contact data is verified.",
    )
    phone_wrong = fields.Boolean(
        string="Wrong Number",
        tracking=True,
        copy=False,
        help="Nobody was reached at the number. Gone once the contact data is verified.",
    )
    stale_contact = fields.Char(
        compute="_compute_stale_contact",
        search="_search_stale_contact",
        help="Why the contact data should be verified.",
    )

    @api.depends(
        "contact_checked_on",
        "email_bounced",
        "phone_wrong",
        "partner_id",
        "contact_id",
        "company_id",
    )
    def _compute_stale_contact(self):
        for profile in self:
            profile.stale_contact = " ".join(profile._list_contact_problems()) or False

    def _list_contact_problems(self):
        """Sentences, why the contact data should be verified."""
        self.ensure_one()
        company = self.company_id or self.env.company
        partners = (self.partner_id | self.contact_id).sudo()
        found = []
        if self.email_bounced or any(partners.mapped("message_bounce")):
            found.append(self.env._("A message to the e-mail address came back."))
        if self.phone_wrong:
            found.append(self.env._("The phone number was wrong."))
        entered = self.partner_id.create_date
        day = self.contact_checked_on or (entered and company._ar_day_of(entered))
        if is_stale(day, company._ar_today(), company.sudo().ar_contact_months):
            words = (
                self.env._("The contact data was last verified on %s.", format_date(self.env, day))
                if self.contact_checked_on
                else self.env._(
                    "The contact data was never verified since it was entered on %s.",
                    format_date(self.env, day),
                )
            )
            found.append(words)
        return found

    def _search_stale_contact(self, operator, value):
        if operator != "in" or any(value):
            return NotImplemented
        # "= False": nothing is stale.
        problem = Domain("email_bounced", "=", True) | Domain("phone_wrong", "=", True)
        problem |= Domain("partner_id.message_bounce", ">", 0)
        problem |= Domain("contact_id.message_bounce", ">", 0)
        for company in self.env.companies:
            months = company.sudo().ar_contact_months
            if months:
                last = company._ar_today() - relativedelta(months=months)
                never = Domain("contact_checked_on", "=", False)
                old = Domain("contact_checked_on", "<", last) | (
                    never & Domain("partner_id.create_date", "<", last)
                )
                problem |= Domain("company_id", "=", company.id) & old
        return ~problem

    def action_verify_contact(self):
        """Somebody has verified address, e-mail and phone: note who and when."""
        self.check_access("write")
        for profile in self:
            profile.sudo().write(
                {
                    "contact_checked_on": profile.company_id._ar_today(),
                    "contact_checked_by_id": self.env.uid,
                    "email_bounced": False,
                    "phone_wrong": False,
                }
            )
            (profile.partner_id | profile.contact_id).sudo().message_bounce = 0
            profile.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=self.env._("The contact data was verified."),
            )
        return True

    def _mark_contact(self, what):
        """Note that the e-mail address or phone number is not good.

        :param what: 'email' or 'phone'
        """
        name = {"email": "email_bounced", "phone": "phone_wrong"}[what]
        self.sudo().filtered(lambda profile: not profile[name]).write({name: True})
