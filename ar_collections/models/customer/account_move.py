"""Invoices make their customer's account."""

from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    ar_hold_ids = fields.One2many("ar.hold", "move_id", string="Dunning Holds")

    def _post(self, soft=True):
        # EXTENDS 'account'
        posted = super()._post(soft)
        pairs = {
            (line.partner_id.commercial_partner_id.id, line.company_id.id)
            for line in posted.line_ids
            if line.partner_id
            and line.account_id.account_type == "asset_receivable"
            and not line.account_id.non_trade
        }
        self.env["ar.profile"].sudo()._ensure(pairs)
        return posted
