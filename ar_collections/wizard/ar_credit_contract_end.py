"""When and why a contract ends."""

from odoo import api, fields, models


class ArCreditContractEnd(models.TransientModel):
    """Records that notice was given, or that a contract ends otherwise."""

    _name = "ar.credit.contract.end"
    _description = "End a Contract"

    contract_id = fields.Many2one("ar.credit.contract", required=True, readonly=True)
    last_day = fields.Date(
        required=True,
        compute="_compute_last_day",
        precompute=True,
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The contract counts until then.",
    )
    reason = fields.Char(required=True)

    @api.depends("contract_id")
    def _compute_last_day(self):
        """The end that the notice period allows: that of the term, else today and the period."""
        for wizard in self:
            contract = wizard.contract_id
            today = (contract.company_id or self.env.company)._ar_today()
            days = contract._get_last_version().notice_days if contract else 0
            earliest = fields.Date.add(today, days=days)
            wizard.last_day = contract.end_date or earliest

    def action_end(self):
        """Let the contract end with the last day."""
        self.ensure_one()
        self.contract_id.check_access("write")
        self.contract_id._give_notice(self.last_day, self.reason)
        return {"type": "ir.actions.act_window_close"}
