"""An alert is a cause of credit holds."""

from odoo import api, models

from ...credit.limit.ar_credit_hold import HoldCause


class ArCreditHold(models.Model):
    _inherit = "ar.credit.hold"

    @api.model
    def _get_causes(self):
        # EXTENDS the room limit
        return {**super()._get_causes(), "alert": HoldCause(self.env._("Alert"), lasting=False)}

    def _speak_alert(self, rule):
        return self.env._("Alert: %s", rule)
