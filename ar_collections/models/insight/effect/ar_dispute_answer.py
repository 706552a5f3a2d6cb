"""The answer to a dispute asks how it was cleared."""

from odoo import api, fields, models


class ArDisputeAnswer(models.Model):
    _inherit = "ar.dispute.answer"

    text_rating = fields.Char(compute="_compute_text_rating")

    @api.depends_context("lang")
    @api.depends("dispute_id", "profile_id")
    def _compute_text_rating(self):
        for answer in self:
            address = answer.text_link
            answer.text_rating = address and f"{address}/rating"
