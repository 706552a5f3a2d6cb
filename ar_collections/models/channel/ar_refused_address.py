"""Addresses at which nothing arrives: refused e-mail, wrong numbers, letters that came back."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.channel.refused import CALL, MAIL, fold, kind_of

# A full mailbox is emptied one day: after three months an address is tried again.
DAYS = 90
MAX_REASON = 500


class ArRefusedAddress(models.Model):
    """An e-mail address that a server refused for good, a phone number that is somebody else's, a
    postal address from which a letter came back. It is not used again until the contact data is
    verified or changed, or three months have passed."""

    _name = "ar.refused.address"
    _inherit = ["ar.guard.mixin"]
    _description = "Address at Which Nothing Arrives"
    _order = "id desc"
    _rec_name = "address"

    address = fields.Char(required=True, readonly=True, index=True)
    reason = fields.Char(
        readonly=True, help="What was said of it: by the mail server, by who called."
    )
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
    def _mark(self, profile, addresses, reason):
        """Note that nothing arrives at ``addresses`` of a customer, and why.

        :param addresses: e-mail addresses, phone numbers or postal addresses, as they were used
        """
        if new := {fold(one) for one in set(addresses) - self._read(addresses)}:
            self.sudo().create(
                [
                    {
                        "address": address,
                        "reason": (reason or "")[:MAX_REASON],
                        "profile_id": profile.id,
                    }
                    for address in sorted(new)
                ]
            )
        for kind in {kind_of(one) for one in addresses} & {MAIL, CALL}:
            profile._mark_contact(kind)

    @api.model
    def _read(self, addresses):
        """Those of ``addresses`` that are marked; one query, over all companies."""
        folded = {one: fold(one) for one in addresses if one}
        if not folded:
            return set()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        domain = Domain("address", "in", list(folded.values())) & Domain("date", ">=", since)
        marked = set(self.sudo().search(domain).mapped("address"))
        return {one for one, text in folded.items() if text in marked}

    @api.model
    def _forget(self, addresses):
        """The addresses were verified, or something reached them."""
        folded = [fold(one) for one in addresses if one]
        self.sudo().search([("address", "in", folded)]).unlink()
