"""Who outside of a customer may be told about it: bookkeepers, agents, each confirmed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ..base.ar_guard_mixin import NEW


class ArOutsideContact(models.Model):
    """A contact of another commercial entity that may be told what this customer owes.

    What was confirmed is one person at one entity with one e-mail address: as soon as one of them
    changes, the confirmation is over, and nothing is sent until somebody confirms anew. All
    senders ask ``_find_refused``, when they choose whom to tell and again when it leaves.
    """

    _name = "ar.outside.contact"
    _inherit = ["ar.gate.mixin"]
    _description = "Contact outside of a Customer"
    _order = "state, id desc"
    _rec_name = "contact_name"
    _check_company_auto = True

    _writable = {NEW: ("profile_id", "contact_id", "reason")}
    _transitions = {"ended": ("confirmed",)}

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    contact_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    contact_name = fields.Char(
        string="Name", readonly=True, help="As it was called when it was confirmed."
    )
    email = fields.Char(
        string="E-mail", readonly=True, help="As confirmed: with another one it is over."
    )
    entity_id = fields.Many2one(
        "res.partner",
        string="Belongs to",
        readonly=True,
        ondelete="set null",
        help="As confirmed: with another one it is over.",
    )
    reason = fields.Char(
        required=True, help="Why this contact may be told: keeps the customer's books, for example."
    )
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, ondelete="restrict"
    )
    confirmed_on = fields.Date(readonly=True)
    state = fields.Selection(
        [("confirmed", "Confirmed"), ("ended", "Ended")],
        default="confirmed",
        required=True,
        readonly=True,
        index=True,
    )
    ended_on = fields.Date(readonly=True)
    over_because = fields.Char(
        string="No Longer because",
        compute="_compute_over_because",
        help="Why nothing is sent to this contact any more.",
    )
    end_words = fields.Char(readonly=True)

    @api.depends("state", "end_words", "email", "entity_id")
    @api.depends("contact_id.email", "contact_id.commercial_partner_id", "contact_id.active")
    def _compute_over_because(self):
        for one in self:
            one.over_because = one._get_end_words() or False

    def _get_end_words(self):
        """Why it holds no longer, read live; '' while it does."""
        contact = self.sudo().contact_id
        if self.state == "ended":
            return self.end_words or self.env._("Ended by hand.")
        if not contact.active:
            return self.env._("The contact was archived or deleted.")
        if contact.commercial_partner_id != self.sudo().entity_id:
            return self.env._("The contact belongs to somebody else now.")
        if self._get_addresses(contact) != (self.email or ""):
            return self.env._("The e-mail address is another one now.")
        return ""

    @api.model
    def _get_addresses(self, contact):
        return ", ".join(dict.fromkeys(email_normalize_all(contact.email or "")))

    # -- birth -------------------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: what exactly is confirmed, by whom and when.
        completed = []
        for vals in super()._complete(vals_list):
            contact = self.env["res.partner"].browse(vals.get("contact_id")).sudo()
            profile = self.env["ar.profile"].browse(vals.get("profile_id"))
            completed.append(
                {
                    **vals,
                    "reason": (vals.get("reason") or "").strip(),
                    "contact_name": contact.display_name,
                    "entity_id": contact.commercial_partner_id.id,
                    "email": self._get_addresses(contact),
                    "confirmed_by_id": self.env.uid,
                    "confirmed_on": (profile.sudo().company_id or self.env.company)._ar_today(),
                }
            )
        return completed

    @api.model_create_multi
    def create(self, vals_list):
        """Confirm that contacts outside of customers may be told.

        :raise UserError: there is no contact, it is the customer's own, or no reason is given
        """
        # EXTENDS the guard
        made = super().create(vals_list)
        made.profile_id.check_access("write")
        for one in made:
            one._check_confirmed()
            one._log(
                self.env._(
                    "%(contact)s (%(email)s) of %(entity)s may be told about this account: "
                    "%(reason)s",
                    contact=one.contact_id.display_name,
                    email=one.email or self.env._("no e-mail address"),
                    entity=one.entity_id.display_name,
                    reason=one.reason,
                )
            )
        return made

    def _check_confirmed(self):
        customer = self.profile_id.partner_id
        if not self.contact_id:
            raise UserError(self.env._("Choose the contact that may be told."))
        if self.contact_id.commercial_partner_id == customer:
            raise UserError(
                self.env._(
                    "%(contact)s is a contact of %(customer)s: nothing has to be confirmed.",
                    contact=self.contact_id.display_name,
                    customer=customer.display_name,
                )
            )
        if not self.reason:
            raise UserError(
                self.env._(
                    "Say why %(contact)s may be told what %(customer)s owes.",
                    contact=self.contact_id.display_name,
                    customer=customer.display_name,
                )
            )

    def _log(self, words):
        self.profile_id.sudo()._message_log(author_id=self.env.user.partner_id.id, body=words)

    # -- life --------------------------------------------------------------------------

    def action_end(self):
        """From now on nothing about the customer is sent to this contact."""
        for one in self._end():
            one._log(self.env._("%s is told nothing more about this account.", one.contact_name))
        return True

    def _end(self, words=False):
        today = self.env.company._ar_today()
        return self._move_to("ended", ended_on=today, end_words=words)

    @api.model
    def _end_changed(self, partners):
        """End those whose contact has another e-mail address or entity; visibly, in the chatter."""
        domain = Domain("state", "=", "confirmed") & Domain("contact_id", "child_of", partners.ids)
        for one in self.sudo().search(domain):
            if words := one._get_end_words():
                one._end(words)
                name = one.contact_name
                one._log(
                    self.env._("%s is told nothing more about this account.", name) + f" {words}"
                )

    # -- what all senders ask ----------------------------------------------------------

    @api.model
    def _find_refused(self, pairs):
        """Which contacts may not be told about a customer: those outside of its commercial
        entity, unless somebody has confirmed exactly that. Asked when somebody is chosen, and
        again when something leaves.

        :param pairs: list of (customer account, contact)
        :return: set of (account id, contact id)
        """
        # All read together: a contact that comes out of a union would be read by itself.
        contacts = self.env["res.partner"].sudo().union(*(one for _profile, one in pairs))
        entities = {one.id: one.commercial_partner_id for one in contacts}
        # By the ids of what is stored: forms ask for what is not saved yet.
        outside = {
            (profile.id, contact.id): (profile._origin.id, contact._origin.id)
            for profile, contact in pairs
            if entities.get(contact.id) != profile.sudo().partner_id
        }
        if not outside:
            return set()
        domain = Domain("state", "=", "confirmed")
        domain &= Domain("profile_id", "in", [profile_id for profile_id, _id in outside.values()])
        domain &= Domain("contact_id", "in", [contact_id for _id, contact_id in outside.values()])
        confirmed = self.sudo().search(domain).filtered(lambda one: not one._get_end_words())
        told = {(one.profile_id.id, one.contact_id.id) for one in confirmed}
        return {pair for pair, stored in outside.items() if stored not in told}

    @api.model
    def _may_be_told(self, profile, contact):
        """Whether ``contact`` may be told about the customer; see ``_find_refused``."""
        return not self._find_refused([(profile, contact)])

    @api.model
    def _find_refused_addresses(self, profile, addresses):
        """Which e-mail addresses may not get a copy of what is said to a customer: all but those
        of its own contacts, of contacts that were confirmed, and of our own people.

        :param addresses: normalized
        :return: set of addresses
        """
        left = set(addresses)
        if not left:
            return left
        partners = self.env["res.partner"].sudo()
        ours = self.env["res.company"].sudo().search([])
        entities = profile.sudo().partner_id | ours.partner_id.commercial_partner_id
        known = partners.search([("commercial_partner_id", "in", entities.ids)])
        known |= (
            profile.sudo().outside_ids.filtered(lambda one: not one._get_end_words()).contact_id
        )
        staff = [("share", "=", False), ("email_normalized", "in", list(left))]
        texts = [
            *known.mapped("email"),
            *self.env["res.users"].sudo().search(staff).mapped("email"),
            *ours.mapped("email"),
        ]
        allowed = {one for text in texts if text for one in email_normalize_all(text)}
        domains = set(self.env["mail.alias.domain"].sudo().search([]).mapped("name"))
        return {one for one in left - allowed if one.rpartition("@")[2].lower() not in domains}
