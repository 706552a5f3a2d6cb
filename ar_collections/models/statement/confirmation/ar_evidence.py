"""Balance confirmations in evidence files: what was asked, and the answer as sealed."""

from odoo import api, models

from ...resolution.evidence.ar_evidence import Document, Section

REPORT = "ar_collections.report_ar_balance_evidence"


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    @api.model
    def _get_sections(self):
        # EXTENDS 'resolution'
        name = self.env._("Balance confirmations")
        return {**super()._get_sections(), "confirmation": Section(name, 610)}

    def _collect_confirmation(self):
        """The answers on paper; what was not answered is a list."""
        asked = self._find("ar.balance.confirmation", date="date_asked")
        answered = asked.filtered("date_answer")
        papers = self.env["ar.channel.letter"]._make_batch(answered.ids, REPORT) if answered else {}
        found = [
            Document(
                one.display_name, one.date_asked, raw=papers[one.id], note=self._show(one, "state")
            )
            for one in answered
        ]
        names = ("name", "date", "balance", "date_asked", "date_reminded", "date_expiry", "state")
        if open_ := asked - answered:
            found.append(self._list_records(self.env._("Asked, not answered"), open_, names))
        return found
