"""A hold while a receipt on the bank may be the customer's payment."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...models.customer.ar_hold import HoldKind

RECEIPT = "receipt"
LINE = "account.bank.statement.line"


class ArHold(models.Model):
    _inherit = "ar.hold"

    dismissed = fields.Boolean(
        readonly=True, help="Somebody released it on its first day: it never counted."
    )

    @api.model
    def _get_kinds(self):
        # EXTENDS 'customer'
        return {RECEIPT: HoldKind(self.env._("Receipt to match")), **super()._get_kinds()}

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        return [*super()._selection_origin(), (LINE, self.env["ir.model"]._get(LINE).name)]

    @api.model
    def _get_period_fields(self):
        # EXTENDS the period
        return [*super()._get_period_fields(), "dismissed"]

    def _is_in_force(self, day):
        # EXTENDS the period
        return super()._is_in_force(day) and not self.dismissed

    @api.model
    def _domain_in_force(self, day=None):
        # EXTENDS the period
        return super()._domain_in_force(day) & Domain("dismissed", "=", False)

    def action_release(self):
        # EXTENDS 'customer': the same receipt holds the customer once, and is remembered.
        today = {hold: hold.company_id._ar_today() for hold in self}
        begun = self.filtered(lambda hold: hold.kind == RECEIPT and hold.date_from >= today[hold])
        begun.check_access("write")
        begun.sudo().dismissed = True
        super(ArHold, self - begun).action_release()

    @api.model
    def _find_matched(self):
        """The holds whose receipts are matched, or gone, as superuser."""
        holds = self.sudo().search(
            Domain("kind", "=", RECEIPT)
            & Domain("dismissed", "=", False)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", fields.Date.today()))
        )
        lines = (
            self.env[LINE].sudo().browse(hold.origin_ref.id for hold in holds if hold.origin_ref)
        )
        open_ids = set(
            lines.exists().filtered(lambda one: not one.is_reconciled and one.state == "posted").ids
        )
        return holds.filtered(
            lambda hold: not hold.origin_ref or hold.origin_ref.id not in open_ids
        )
