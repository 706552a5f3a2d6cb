"""The evidence file of some invoices."""

from odoo import Command, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_ar_evidence(self):
        """Begin an evidence file about these invoices.

        :raise UserError: they are of several customers, or are no posted customer invoices
        """
        self.check_access("read")
        self.env["ar.evidence"].check_access("create")
        good = self.filtered(
            lambda move: move.state == "posted" and move.move_type in ("out_invoice", "out_refund")
        )
        if not good or good != self:
            raise UserError(self.env._("Choose posted invoices and credit notes to a customer."))
        if len(self.commercial_partner_id) > 1 or len(self.company_id) > 1:
            raise UserError(
                self.env._("An evidence file is about one customer. Choose invoices of one alone.")
            )
        profile = self.env["ar.profile"].get_or_create(self.commercial_partner_id, self.company_id)
        evidence = self.env["ar.evidence"].create(
            {"profile_id": profile.id, "move_ids": [Command.set(self.ids)]}
        )
        return {**profile._get_evidence_action({}), "res_id": evidence.id}
