"""Lines of posted invoices are looked at again when they grow or change hands."""

from odoo import api, models
from odoo.exceptions import UserError

from .account_move import RAISING_LINE


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account': what is added to a posted invoice makes it grow.
        with self._ar_find_posted([vals.get("move_id") for vals in vals_list])._ar_credit_watch():
            return super().create(vals_list)

    def write(self, vals):
        # EXTENDS 'account': the item of a posted invoice is owed by its customer.
        if "partner_id" in vals and not self.env.su:
            self._ar_check_debtor(vals["partner_id"])
        if not RAISING_LINE & vals.keys():
            return super().write(vals)
        posted = self._ar_find_posted([*self.move_id.ids, vals.get("move_id")])
        with posted._ar_credit_watch():
            return super().write(vals)

    @api.model
    def _ar_find_posted(self, move_ids):
        moves = self.env["account.move"].browse({id_ for id_ in move_ids if id_})
        return moves.filtered(lambda move: move.state == "posted")

    def _ar_check_debtor(self, partner_id):
        """Refuse another customer on the receivable item of a posted invoice."""
        debtor = self.env["res.partner"].sudo().browse(partner_id or ()).commercial_partner_id
        for line in self.sudo():
            of_invoice = line.move_id._ar_credit_has_passed()
            is_debt = line.account_id.account_type == "asset_receivable"
            if of_invoice and is_debt and debtor != line.partner_id.commercial_partner_id:
                raise UserError(
                    self.env._(
                        "The items of %s are owed by its customer. Set the invoice back to draft "
                        "to change the customer.",
                        line.move_id.display_name,
                    )
                )
