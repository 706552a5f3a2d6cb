"""The disputes of a customer."""

from odoo import fields, models

from .ar_dispute import OPEN


class ArProfile(models.Model):
    _inherit = "ar.profile"

    dispute_ids = fields.One2many("ar.dispute", "profile_id", string="Disputes")
    dispute_answer_ids = fields.One2many(
        "ar.dispute.answer", "profile_id", string="Answers to Disputes"
    )
    dispute_count = fields.Integer(string="Open Disputes", compute="_compute_dispute_count")

    def _compute_dispute_count(self):
        counts = dict(self._group_own("ar.dispute", [("state", "in", OPEN)]))
        for profile in self:
            profile.dispute_count = counts.get(profile, 0)

    def action_view_disputes(self):
        """Open the customer's disputes."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_dispute_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {"default_profile_id": self.id}
        return action
