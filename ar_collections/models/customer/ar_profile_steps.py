"""Contact data: when somebody last verified it, and what came back."""

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize_all, format_date

from ...tools.base.schedule import is_stale


class ArProfile(models.Model):
    _inherit = "ar.profile"

    @api.depends(
        "contact_checked_on",
        "email_bounced",
        "phone_wrong",
        "address_wrong",
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
        if self.address_wrong:
            found.append(self.env._("Nobody was found at the address."))
        day = self._get_contact_day()
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

    def _get_contact_day(self):
        """The day on which the contact data was last verified, else entered; False if neither is
        known."""
        self.ensure_one()
        company, entered = self.company_id or self.env.company, self.partner_id.create_date
        return self.contact_checked_on or (entered and company._ar_day_of(entered))

    def _search_stale_contact(self, operator, value):
        if operator != "in" or any(value):
            return NotImplemented
        # "= False": nothing is stale.
        problem = Domain("email_bounced", "=", True) | Domain("phone_wrong", "=", True)
        problem |= Domain("address_wrong", "=", True)
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
                    "address_wrong": False,
                }
            )
            (profile.partner_id | profile.contact_id).sudo().message_bounce = 0
            profile.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=self.env._("The contact data was verified."),
            )
        return True

    def _mark_contact(self, what):
        """Note that the e-mail address, phone number or address is not good.

        :param what: 'email', 'phone' or 'address'
        """
        names = {"email": "email_bounced", "phone": "phone_wrong", "address": "address_wrong"}
        name = names[what]
        self.sudo().filtered(lambda profile: not profile[name]).write({name: True})

    # -- corrections -------------------------------------------------------------------

    def _correct_contact(self, contact, **values):
        """Write e-mail and phone of the customer or one of its contacts, for who may write the
        account; the chatter says what it was before.

        :raise UserError: the contact is not the customer's, the address is none, or somebody
            logs in with it
        """
        self.ensure_one()
        self.check_access("write")
        contact_sudo = contact.sudo()
        changed = {
            name: value for name, value in values.items() if (contact_sudo[name] or "") != value
        }
        self._check_correction(contact_sudo, changed)
        labels = {name: contact._fields[name]._description_string(self.env) for name in changed}
        before = {name: contact_sudo[name] or "–" for name in changed}
        contact_sudo.write(changed)
        for name, value in changed.items():
            self.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "%(field)s of %(contact)s was corrected: %(before)s → %(now)s",
                    field=labels[name],
                    contact=contact_sudo.display_name,
                    before=before[name],
                    now=value or "–",
                ),
            )
        if "email" in changed:
            contact_sudo.message_bounce = 0
        good = {"email": "email_bounced", "phone": "phone_wrong"}
        self.sudo().write({good[name]: False for name in changed})

    def _check_correction(self, contact_sudo, changed):
        name = contact_sudo.display_name
        if contact_sudo.commercial_partner_id != self.sudo().partner_id:
            raise UserError(
                self.env._(
                    "%(contact)s is no contact of %(customer)s.",
                    contact=name,
                    customer=self.partner_id.display_name,
                )
            )
        if changed.get("email") and not email_normalize_all(changed["email"]):
            raise UserError(self.env._("“%s” is no e-mail address. Correct it.", changed["email"]))
        # Who may change the address of a login may ask for a new password of it.
        users = contact_sudo.with_context(active_test=False).user_ids
        if "email" in changed and users and not contact_sudo.sudo(False).has_access("write"):
            raise UserError(
                self.env._(
                    "%s logs in with this e-mail address. Ask an administrator to change it.", name
                )
            )
        if any(not user.share for user in users) and not contact_sudo.sudo(False).has_access(
            "write"
        ):
            raise UserError(
                self.env._("%s is one of our own people. Ask an administrator to change it.", name)
            )
