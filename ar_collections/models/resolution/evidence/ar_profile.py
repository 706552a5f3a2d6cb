"""The evidence file of a customer."""

from odoo import fields, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    evidence_ids = fields.One2many("ar.evidence", "profile_id", string="Evidence Files")

    def action_evidence(self):
        """Begin an evidence file about the customer."""
        self.ensure_one()
        return self._get_evidence_action({"default_profile_id": self.id})

    def _get_evidence_action(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence File"),
            "res_model": "ar.evidence",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }
