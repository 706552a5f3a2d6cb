"""Why charges are waived, and how much of them."""

from odoo import api, fields, models


class ArChargeWaive(models.TransientModel):
    """Waives charges of one customer, or asks a second person to."""

    _name = "ar.charge.waive"
    _description = "Waive Charges"

    charge_ids = fields.Many2many("ar.charge", required=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_left")
    left = fields.Monetary(string="Still Asked", compute="_compute_left")
    amount = fields.Monetary(
        compute="_compute_amount",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Taken off the oldest of the charges first.",
    )
    reason = fields.Char(required=True)
    limit_note = fields.Char(compute="_compute_limit_note")

    @api.depends("charge_ids")
    def _compute_left(self):
        for wizard in self:
            wizard.currency_id = wizard.charge_ids.currency_id[:1]
            wizard.left = sum(wizard.charge_ids.mapped("amount_left"))

    @api.depends("charge_ids")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.charge_ids.mapped("amount_left"))

    @api.depends("charge_ids")
    @api.depends_context("lang")
    def _compute_limit_note(self):
        for wizard in self:
            company = wizard.charge_ids.company_id[:1].sudo()
            wizard.limit_note = self.env._(
                "You waive up to %s of a customer's charges within 30 days alone. Above that a "
                "credit approver is asked.",
                company.currency_id.format(company.ar_charge_waive_amount) if company else "",
            )

    def action_waive(self):
        """Waive them, or let the waiver wait for a second person, and show which."""
        self.ensure_one()
        self.charge_ids.check_access("write")
        waiver = self.env["ar.charge.waiver"].create(
            {
                "charge_ids": [fields.Command.set(self.charge_ids.ids)],
                "amount": self.amount,
                "reason": self.reason,
            }
        )
        if waiver.state == "done":
            return {"type": "ir.actions.act_window_close"}
        return waiver._get_records_action(name=self.env._("Waiver of Charges"))
