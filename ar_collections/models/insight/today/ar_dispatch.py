"""What did not arrive, and is still nobody's work done: for the tile of the page of today."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LOST = ("bounced", "failed")
# A message with another attempt in one of these states is on its way, or there.
LIVING = ("queued", "leaving", "sent", "delivered", "unknown")
# Marks of an account that say that contact data is wrong.
MARKS = {"email": "email_bounced", "phone": "phone_wrong", "address": "address_wrong"}


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    seen_to_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who has said that nothing is left to do about a message that did not arrive.",
    )
    seen_to_on = fields.Datetime(readonly=True, copy=False)

    def action_see_to(self):
        """Nothing is left to do about these messages, which did not arrive: Today does not tell
        them any more, the account keeps who said so.

        :raise UserError: one of them has not failed
        """
        self.check_access("write")
        for one in self:
            if one.state not in LOST:
                raise UserError(
                    self.env._(
                        "The message to %(customer)s has not failed: there is nothing to see to. "
                        "Choose messages that bounced or failed.",
                        customer=one.partner_id.display_name,
                    )
                )
        new = self.filtered(lambda one: not one.seen_to_on)
        new.sudo().write({"seen_to_by_id": self.env.uid, "seen_to_on": fields.Datetime.now()})
        for one in new:
            words = self.env._(
                "%(message)s did not arrive (%(way)s). %(user)s has seen to it.",
                message=one.message_name,
                way=one.display_name,
                user=self.env.user.name,
            )
            one.profile_id.sudo()._message_log(body=words, author_id=self.env.user.partner_id.id)
        return True

    def _filter_unmended(self):
        """Those of lost or doubtful messages about which somebody has something to do: no other
        attempt carries the message, and its address was not put right since."""
        left = self - self._find_carried()
        if not left:
            return left
        right = self.browse()
        for code, own in left.filtered(lambda one: one.state in LOST).grouped("channel").items():
            right |= own._find_put_right(self.env["ar.channel"]._get(code))
        return left - right

    def _find_carried(self):
        """Those whose message another attempt carries; one query."""
        wanted = Domain("res_id", "in", self.mapped("res_id")) & Domain("state", "in", LIVING)
        living = {}
        for model, id_, number in self.sudo()._read_group(
            wanted & Domain("res_model", "in", list(set(self.mapped("res_model")))),
            ["res_model", "res_id"],
            ["__count"],
        ):
            living[model, id_] = number
        # One that is unknown is itself among the living.
        return self.filtered(
            lambda one: living.get((one.res_model, one.res_id), 0) > (one.state in LIVING)
        )

    def _find_put_right(self, channel):
        """Those of one channel whose message would go to another address by now, or whose contact
        data somebody has verified since."""
        kind = channel._contact_data or "address"
        found = self.browse()
        for messages, own in self.sudo()._by_model():
            there = messages.exists()
            now = channel._map_recipients(there)
            for one in own:
                address = now.get(one.res_id)
                account = one.profile_id
                verified = account.contact_checked_on
                checked = verified and verified >= account.company_id._ar_day_of(one.date)
                if (address and address != one.recipient) or (checked and not account[MARKS[kind]]):
                    found |= one
        return found.sudo(self.env.su)
