"""Letters of notices carry the personal link, so they are the collectors' as long as it opens."""

from odoo import api, fields, models

from ..base.guarded import COLLECTOR


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    personal_letter_id = fields.Many2one(
        related="letter_attachment_id",
        string="Letter with a Personal Link",
        groups=COLLECTOR,
        help="The letter as sent, as long as the link in it opens.",
    )

    def _ensure_letters(self):
        # EXTENDS the channels
        before = self.sudo().letter_attachment_id
        super()._ensure_letters()
        made = self.sudo().letter_attachment_id - before
        linked = made.filtered(lambda one: not one.res_field)
        if linked and self.company_id.sudo().filtered("ar_answer_days"):
            linked._ar_keep_private("personal_letter_id")

    @api.autovacuum
    def _gc_personal_papers(self):
        """Let everybody read the papers whose links are over who may read their record."""
        for company in self.env["res.company"].sudo().search([]):
            self.env["ar.answer.link"]._give_papers_free(company)
