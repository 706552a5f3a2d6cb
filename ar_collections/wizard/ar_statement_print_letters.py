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
    missing = fields.Char(
        readonly=True, help="Statements whose files are lost on the server. They stay in the list."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard.statement_ids.check_access("read")
            channel = self.env["ar.channel.letter"]
            lost = wizard._find_lost()
            wizard.statement_ids -= lost
            letters = wizard.statement_ids._get_sent_pdf()
            merged = channel._merge(letters.mapped("raw"))
            wizard.write(
                {
                    "pdf": base64.b64encode(merged),
                    "count": len(letters),
                    "pdf_name": self.env._("Statements") + ".pdf",
                    "missing": lost and wizard._say_lost(lost),
                }
            )
        return wizards

    def _find_lost(self):
        """The statements whose files cannot be read."""
        channel = self.env["ar.channel.letter"]
        sent = self.statement_ids._get_sent_pdf()
        lost = sent - channel._find_readable(sent)
        return self.statement_ids.filtered(lambda one: one.sudo().attachment_id in lost)

    def _say_lost(self, lost):
        return self.env._(
            "The files of %(statements)s are lost on the server, and are not printed. Make these "
            "statements anew with the button Correct.",
            statements=", ".join(lost.mapped("name")),
        )

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
