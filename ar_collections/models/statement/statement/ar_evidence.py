"""Statements in evidence files, as they were sent."""

from odoo import api, models

from ...resolution.evidence.ar_evidence import Document, Section


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    @api.model
    def _get_sections(self):
        # EXTENDS 'resolution'
        name = self.env._("Statements of account")
        return {**super()._get_sections(), "statement": Section(name, 600)}

    @api.model
    def _get_apart(self):
        # EXTENDS 'resolution'
        return [*super()._get_apart(), "ar.statement"]

    def _collect_statement(self):
        """Each statement that has left, with what became of it."""
        sent = [("state", "in", ("sent", "confirmed", "differs"))]
        found = []
        for statement in self._find("ar.statement", sent, date="date_to"):
            fates = [self._show(statement, "state")]
            fates += [self._say_fate(dispatch) for dispatch in statement.dispatch_ids]
            found.append(
                Document(
                    statement.display_name,
                    statement.date_to,
                    attachment=statement._get_sent_pdf(),
                    note="; ".join(fates),
                )
            )
        return found
