"""Invoices go to whom the customer account names for them."""

from odoo import api, models


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _get_default_mail_partner_ids(self, move, mail_template, mail_lang):
        # EXTENDS 'account': proposed in place of the addressee of the invoice; copies stay.
        found = super()._get_default_mail_partner_ids(move, mail_template, mail_lang)
        told = move._ar_find_told() if move.is_sale_document(include_receipts=True) else None
        return (found - move.partner_id) | told if told else found
