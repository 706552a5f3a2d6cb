"""Addresses and numbers that take no messages: refused, or messages came back."""

from odoo import api, fields, models
from odoo.fields import Domain

# A full mailbox is emptied one day: after three months an address is tried again.
DAYS = 90
MAX_REASON = 500


class ArRefusedAddress(models.Model):
    """An e-mail address that a server refused for good, or a phone number (as E.164) that takes no
    text messages. It is not written to again until the contact data is verified or corrected, or
    three months have passed."""

    _name = "ar.refused.address"
    _inherit = ["ar.guard.mixin"]
    _description = "Address That Takes no Messages"
    _order = "id desc"
    _rec_name = "address"

    address = fields.Char(required=True, readonly=True, index=True)
    reason = fields.Char(readonly=True, help="What the mail server or the provider said.")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)

    @api.model
    def _mark(self, profile, addresses, reason, what="email"):
        """Note that ``addresses`` of a customer take no messages, and why.

        :param what: the contact data that is to be verified: 'email', 'phone' or None
        """
        if addresses := set(addresses) - self._read(addresses):
            self.sudo().create(
                [
                    {
                        "address": address,
                        "reason": (reason or "")[:MAX_REASON],
                        "profile_id": profile.id,
                    }
                    for address in sorted(addresses)
                ]
            )
            if what:
                profile._mark_contact(what)

    @api.model
    def _read(self, addresses):
        """Those of ``addresses`` that are marked; one query, over all companies."""
        if not addresses:
            return set()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        domain = Domain("address", "in", list(addresses)) & Domain("date", ">=", since)
        return set(self.sudo().search(domain).mapped("address"))

    @api.model
    def _forget(self, addresses):
        """The addresses were verified, or mail reached them."""
        self.sudo().search([("address", "in", list(addresses))]).unlink()
