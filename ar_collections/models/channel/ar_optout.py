"""Who does not want to hear from us, by which way, and what about."""

from odoo import api, fields, models
from odoo.tools import format_date

from ..base.ar_guard_mixin import ANY, NEW


class ArOptout(models.Model):
    """A wish of a contact: no messages by a channel.

    It is of reminders; a legal demand must reach the customer, so the wish stops it only where it
    says so. A marketing black list is something else, and stops nothing here.
    """

    _name = "ar.optout"
    _description = "Opt-out of a Contact"
    _inherit = ["ar.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    _writable = {NEW: ("partner_id", "channel", "purpose"), ANY: ("active",)}

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(), required=True
    )
    purpose = fields.Selection(
        [("reminder", "Reminders"), ("legal", "Reminders and legal demands")],
        default="reminder",
        required=True,
    )
    source = fields.Char(readonly=True, help="How we know of the wish.")
    date = fields.Date(
        readonly=True, required=True, default=lambda self: self.env.company._ar_today()
    )
    active = fields.Boolean(default=True, help="No longer: the contact has taken it back.")

    _wish_uniq = models.UniqueIndex(
        "(partner_id, channel) WHERE active", "This wish of the contact is noted already."
    )

    @api.model
    def _note(self, partner, channel, purpose, source):
        """Note a wish; twice is once. Returns it, as superuser."""
        domain = [("partner_id", "=", partner.id), ("channel", "=", channel)]
        known = self.sudo().search(domain, limit=1)
        return known or self.sudo().create(
            {
                "partner_id": partner.id,
                "channel": channel,
                "purpose": purpose,
                "source": source,
            }
        )

    @api.model
    def _find_unwanted(self, messages, channel):
        """The reminders whose contacts do not want them by a channel; one query.

        :return: {message id: whole sentence}
        """
        purposes = {message: message._get_purpose() for message in messages}
        asking = messages.filtered(lambda message: purposes[message])
        domain = [("partner_id", "in", asking.contact_id.ids), ("channel", "=", channel)]
        wishes = {wish.partner_id: wish for wish in self.sudo().search(domain)}
        unwanted = {}
        for message in asking:
            wish = wishes.get(message.contact_id)
            if wish and (purposes[message] == "reminder" or wish.purpose == "legal"):
                unwanted[message.id] = self.env._(
                    "%(contact)s wants no messages by this channel, since %(day)s.",
                    contact=message.contact_id.display_name,
                    day=format_date(self.env, wish.date),
                )
        return unwanted
