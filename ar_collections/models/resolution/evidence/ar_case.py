"""The evidence file of a case: what a lawyer or a court is to have."""

from odoo import fields, models


class ArCase(models.Model):
    # EXTENDS the room case
    _inherit = "ar.case"

    evidence_count = fields.Integer(string="Evidence Files", compute="_compute_evidence_count")

    def _compute_evidence_count(self):
        # A number only, for whoever reads the case.
        names = [f"{self._name},{id_}" for id_ in self.ids]
        found = self.env["ar.evidence"].sudo().search([("subject_ref", "in", names)])
        counts = found.grouped(lambda one: one.subject_ref.id)
        for case in self:
            case.evidence_count = len(counts.get(case._origin.id, ()))

    def action_evidence(self):
        """Begin an evidence file about the items of the case, or open those that are there."""
        self.ensure_one()
        self.check_access("read")
        subject = f"{self._name},{self.id}"
        files = self.env["ar.evidence"].search([("subject_ref", "=", subject)])
        if files:
            return files._get_records_action(name=self.env._("Evidence Files"))
        return self.action_new_evidence()

    def action_new_evidence(self):
        """Begin an evidence file about the items of the case."""
        self.ensure_one()
        files = self.env["ar.evidence"]
        files.check_access("create")
        evidence = files.create(
            {"profile_id": self.profile_id.id, "subject_ref": f"{self._name},{self.id}"}
        )
        return {**self.profile_id._get_evidence_action({}), "res_id": evidence.id}
