"""Copies of invoices for a customer: one e-mail with the PDFs, or a download."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArInvoiceCopies(models.TransientModel):
    _name = "ar.invoice.copies"
    _description = "Copies of Invoices"

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", related_sudo=False)
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_invoice_copies_line_rel",
        "wizard_id",
        "move_line_id",
        string="Items",
        readonly=True,
    )
    names = fields.Char(string="Invoices", compute="_compute_names")
    contact_id = fields.Many2one(
        "res.partner",
        string="To",
        compute="_compute_contact_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('commercial_partner_id', '=', partner_id), ('email', '!=', False)]",
        help="A contact of the customer with an e-mail address.",
    )
    pdf = fields.Binary(readonly=True, attachment=False)

    @api.depends("move_line_ids")
    def _compute_names(self):
        for wizard in self:
            wizard.names = ", ".join(wizard._get_invoices().mapped("name"))

    @api.depends("profile_id")
    def _compute_contact_id(self):
        for wizard in self:
            # Of an account of others nobody is named.
            known = wizard.profile_id and wizard.profile_id._origin.has_access("read")
            contact = known and wizard.profile_id._get_contact()
            wizard.contact_id = contact if contact and contact.email else False

    def _get_invoices(self):
        """The invoices of the ticked items; payments have no copy."""
        return self.move_line_ids.move_id.filtered(
            lambda move: move.is_sale_document(include_receipts=True)
        )

    def _get_own_invoices(self):
        """The same, all of this customer.

        :raise UserError: one is not, or none is an invoice
        """
        self.ensure_one()
        self.profile_id.check_access("write")
        self.profile_id._get_own_items(self.move_line_ids.ids)
        invoices = self._get_invoices()
        if not invoices:
            raise UserError(
                self.env._(
                    "None of the ticked items of %s is an invoice. Tick invoices.",
                    self.partner_id.display_name,
                )
            )
        return invoices

    def action_send(self):
        """Send the present PDFs in one e-mail.

        :raise UserError: nobody is chosen, or who is chosen is not to be told
        """
        invoices = self._get_own_invoices()
        told = self.env["ar.outside.contact"]
        fit = self.contact_id.email and told._may_be_told(self.profile_id, self.contact_id)
        if not fit:
            raise UserError(
                self.env._(
                    "Choose a contact of %s with an e-mail address, or download the copies.",
                    self.partner_id.display_name,
                )
            )
        self.profile_id._send_copies(invoices, self.contact_id)
        return {"type": "ir.actions.act_window_close"}

    def action_download(self):
        """One PDF of all the invoices.

        :raise UserError: none can be made
        """
        invoices = self._get_own_invoices()
        problems = invoices._ar_ensure_pdfs()
        files = invoices._ar_find_pdfs()
        if not files:
            raise UserError(" ".join(dict.fromkeys(problems.values())))
        merged = self.env["ar.channel.letter"]._merge([file.raw for file in files.values()])
        self.pdf = base64.b64encode(merged)
        name = self.env._("Copies of invoices") + ".pdf"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf/{name}?download=true",
            "target": "download",
        }
