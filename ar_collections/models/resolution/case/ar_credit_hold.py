"""An insolvency is a cause of credit holds."""

from odoo import api, models

from ...credit.limit.ar_credit_hold import HoldCause


class ArCreditHold(models.Model):
    # EXTENDS 'limit'
    _inherit = "ar.credit.hold"

    @api.model
    def _get_causes(self):
        # EXTENDS the room limit
        return {**super()._get_causes(), "insolvency": HoldCause(self.env._("Insolvency"))}

    def _speak_insolvency(self, case):
        return self.env._("Insolvent: case %s", case)
