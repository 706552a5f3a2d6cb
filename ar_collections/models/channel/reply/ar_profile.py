"""What a customer writes is read."""

from odoo import fields, models

#: Signs of an answer that a list shows.
MOST_SIGNS = 300


class ArProfile(models.Model):
    # EXTENDS the channels: answers to what was said.
    _inherit = "ar.profile"

    reply_ids = fields.One2many("ar.reply", "profile_id", string="Replies")
    reply_count = fields.Integer(string="Replies to Read", compute="_compute_reply_count")

    def _compute_reply_count(self):
        counts = dict(self._group_own("ar.reply", [("state", "=", "new")]))
        for profile in self:
            profile.reply_count = counts.get(profile, 0)

    def action_view_replies(self):
        """Open what the customer answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_reply_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {}
        return action

    def _map_last_said(self):
        # EXTENDS the channels: in letters, too.
        said = super()._map_last_said()
        replies = self.env["ar.reply"].search(
            [("profile_id", "in", self.ids), ("kind", "!=", "absent")], order="date_received, id"
        )
        kinds = self.env["ar.reply"]._get_kinds()
        for profile, one in {reply.profile_id: reply for reply in replies}.items():
            if profile not in said or said[profile][0] < one.date_received:
                day = one.company_id._ar_day_of(one.date_received)
                name = kinds[one.kind].name if one.kind in kinds else ""
                said[profile] = (
                    one.date_received,
                    self._join_said(day, name, (one.text or "")[:MOST_SIGNS]),
                )
        return said

    def message_post(self, **kwargs):
        # EXTENDS the channels: by e-mail or on the portal, in words of somebody who is not of us.
        message = super().message_post(**kwargs)
        if message.message_type in ("email", "comment"):
            self.env["ar.reply"].sudo()._read_message(self, message.sudo())
        return message
