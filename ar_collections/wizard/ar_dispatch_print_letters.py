"""Print the stored letters, then confirm that they were posted."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArDispatchPrintLetters(models.TransientModel):
    """One PDF of the letters that were made in the background; nothing is rendered here."""

    _name = "ar.dispatch.print_letters"
    _description = "Print Letters"

    dispatch_ids = fields.Many2many("ar.dispatch", string="Letters", required=True, readonly=True)
    count = fields.Integer(string="Number of Letters", readonly=True)
    pdf = fields.Binary(string="All Letters", readonly=True, attachment=False)
    pdf_name = fields.Char(readonly=True)
    posted_date = fields.Date(
        string="Posted on",
        default=lambda self: self.env.company._ar_today(),
        help="The deadlines and the next levels count from this day.",
    )
    missing = fields.Char(
        readonly=True, help="Letters whose files are lost on the server. They stay in the list."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        wizards = super().create(vals_list)
        for wizard in wizards:
            letters = wizard._get_letters()
            readable = self.env["ar.channel.letter"]._find_readable(letters)
            if lost := letters - readable:
                wizard._leave_out(lost)
            merged = self.env["ar.channel.letter"]._merge(readable.mapped("raw"))
            wizard.pdf = base64.b64encode(merged)
            wizard.count = len(readable)
            wizard.pdf_name = self.env._("Letters") + ".pdf"
        return wizards

    def _get_letters(self):
        """The stored PDFs in the order of the list, each once."""
        self.dispatch_ids.check_access("write")
        dispatches = self.dispatch_ids.sudo()
        letters = dispatches.attachment_id
        # A notice's letter belongs to one notice of its customer, and may speak for others.
        own = letters._ar_of(dispatches.profile_id.notice_ids)
        for messages, _dispatches in dispatches._by_model():
            own |= letters._ar_of(messages)
        letters &= own
        if not letters:
            raise UserError(
                self.env._("None of the chosen dispatches has a letter to print. Choose letters.")
            )
        return letters

    def _leave_out(self, lost):
        """Letters whose files are lost are not printed, and not marked as posted."""
        without = self.dispatch_ids.sudo().filtered(lambda one: one.attachment_id in lost)
        self.dispatch_ids -= without.sudo(False)
        self.missing = self.env._(
            "The files of %(count)s letters are lost on the server, and are not printed: "
            "%(customers)s. Send these notices or statements again.",
            count=len(lost),
            customers=", ".join(dict.fromkeys(without.mapped("partner_id.display_name"))),
        )

    def action_confirm(self):
        """The letters were printed and posted."""
        self.ensure_one()
        self.dispatch_ids._mark_posted(self.posted_date)
        return {"type": "ir.actions.act_window_close"}

    def action_printed(self):
        """The letters are on paper, and not yet posted."""
        self.ensure_one()
        self.dispatch_ids.action_note_printed()
        return {"type": "ir.actions.act_window_close"}
