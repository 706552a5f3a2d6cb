"""A contract says whose law governs it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.closing import is_change

LAW = ("governing_country_id", "governing_state_id")


class ArCreditContract(models.Model):
    _inherit = "ar.credit.contract"
    # Contracts that were approved before they could say so say it once.
    _writable = {"draft": LAW, "approved": LAW}

    governing_country_id = fields.Many2one(
        "res.country",
        string="Governing Law",
        tracking=True,
        help="Whose law rules limitation, and the longest terms of payment. Empty: for limitation "
        "that of the customer's country, for terms that of ours.",
    )
    governing_state_id = fields.Many2one(
        "res.country.state",
        domain="[('country_id', '=', governing_country_id)]",
    )

    @api.depends("governing_country_id")
    def _compute_term_warning(self):
        # EXTENDS the room contract: another law, other limits.
        super()._compute_term_warning()

    def _get_law_country(self):
        # EXTENDS the room contract
        return self.governing_country_id or super()._get_law_country()

    @api.constrains("governing_country_id", "governing_state_id")
    def _check_governing_state(self):
        for contract in self:
            state = contract.governing_state_id
            if state and state.country_id != contract.governing_country_id:
                raise ValidationError(
                    self.env._(
                        "%(state)s does not belong to the country whose law governs the contract "
                        "%(contract)s. Choose one of its states, or none.",
                        state=state.name,
                        contract=contract.name,
                    )
                )

    def _check_written(self, vals):
        # EXTENDS the guard
        super()._check_written(vals)
        for contract in self.filtered(lambda one: one.state != "draft"):
            said = contract.governing_country_id
            if said and any(is_change(contract, name, vals[name]) for name in LAW if name in vals):
                raise UserError(
                    self.env._(
                        "The contract %(contract)s is approved, and the law of %(country)s governs "
                        "it. Replace the contract to change that.",
                        contract=contract.name,
                        country=said.name,
                    )
                )
