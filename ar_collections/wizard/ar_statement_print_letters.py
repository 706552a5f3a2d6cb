"""Print the letters with statements, then confirm that they were posted."""

import base64

from odoo import api, fields, models


class ArStatementPrintLetters(models.TransientModel):
    """One PDF of the letters as they were sent; nothing is rendered here."""

    _name = "ar.statement.print_letters"
    _description = "Print Statements"

    statement_ids = fields.Many2many("ar.statement", string="Statements", readonly=True)
    count = fields.Integer(string="Number of Letters", readonly=True)
    pdf = fields.Binary(string="All Letters", readonly=True, attachment=False)
    pdf_name = fields.Char(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard.statement_ids.check_access("read")
            letters = wizard.statement_ids._get_sent_pdf()
            merged = self.env["ar.channel.letter"]._merge(letters.mapped("raw"))
            wizard.write(
                {
                    "pdf": base64.b64encode(merged),
                    "count": len(letters),
                    "pdf_name": self.env._("Statements") + ".pdf",
                }
            )
        return wizards

    def action_confirm(self):
        """The letters were printed and posted."""
        self.ensure_one()
        self.statement_ids.check_access("write")
        letters = self.statement_ids.filtered(
            lambda s: s.channel == "letter" and s.state != "draft"
        )
        letters._note_printed()
        letters.sudo().dispatch_ids.action_mark_printed()
        return {"type": "ir.actions.act_window_close"}
