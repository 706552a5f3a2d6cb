"""Posting makes the customer's account; entries can be let into the follow-up."""

from odoo import models

from ..base import guarded


class AccountMove(models.Model):
    _inherit = "account.move"

    ar_hold_ids = guarded.One2many(
        "ar.hold",
        "move_id",
        string="Holds",
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    def _compute_no_followup(self):
        # EXTENDS 'account', which shows every entry as excluded: an opening balance can be let
        # in, by hand.
        super()._compute_no_followup()
        for move in self:
            if not move.is_invoice() and (items := move._ar_receivable_items()):
                move.no_followup = all(items.mapped("no_followup"))

    def _inverse_no_followup(self):
        # EXTENDS 'account'
        super()._inverse_no_followup()
        for move in self:
            if not move.is_invoice():
                move._ar_receivable_items().no_followup = move.no_followup

    def _ar_receivable_items(self):
        return self.line_ids.filtered(lambda line: line.account_type == "asset_receivable")

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
