"""A run of a company that is being set up says so, before somebody confirms it."""

from odoo import api, fields, models


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    setup_words = fields.Char(compute="_compute_setup_words")

    @api.depends("company_id")
    def _compute_setup_words(self):
        for run in self:
            run.setup_words = run.company_id and run.company_id._ar_say_setup()
