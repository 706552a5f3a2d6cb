"""The answer to a dispute as a letter, kept as it was made."""

from odoo import models

from .ar_dispute_answer import REPORT


class ArDisputeAnswer(models.Model):
    _inherit = "ar.dispute.answer"

    def _ensure_letters(self):
        # EXTENDS the message
        missing = self.sudo().filtered(lambda one: not one.attachment_id)
        if not missing:
            return
        papers = self.env["ar.channel.letter"]._make_pdfs(missing, REPORT)
        for answer in missing:
            answer.attachment_id = self.env["ir.attachment"].create(
                {
                    "name": self.env._("Answer %s", answer.name).replace("/", "_") + ".pdf",
                    "raw": papers[answer.id],
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": answer.id,
                    "company_id": answer.company_id.id,
                }
            )
