"""What a customer writes is read."""

from odoo import fields, models


class ArProfile(models.Model):
    # EXTENDS the channels: answers to what was said.
    _inherit = "ar.profile"

    reply_ids = fields.One2many("ar.reply", "profile_id", string="Replies")
    reply_count = fields.Integer(string="Replies to Read", compute="_compute_reply_count")

    def _compute_reply_count(self):
        counts = dict(
            self.env["ar.reply"]._read_group(
                [("profile_id", "in", self.ids), ("state", "=", "new")],
                ["profile_id"],
                ["__count"],
            )
        )
        for profile in self:
            profile.reply_count = counts.get(profile, 0)

    def action_view_replies(self):
        """Open what the customer answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_reply_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {}
        return action

    def message_post(self, **kwargs):
        # EXTENDS the channels: by e-mail or on the portal, in words of somebody who is not of us.
        message = super().message_post(**kwargs)
        if message.message_type in ("email", "comment"):
            self.env["ar.reply"].sudo()._read_message(self, message.sudo())
        return message
