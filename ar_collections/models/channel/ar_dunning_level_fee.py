"""A fee that texts announce is not taken away alone."""

from odoo import api, models


class ArDunningLevelFee(models.Model):
    # EXTENDS 'dunning': texts that name a fee.
    _inherit = "ar.dunning.level.fee"

    @api.constrains("amount")
    def _check_empty_threats(self):
        self.level_id.policy_id._check_threats()

    def unlink(self):
        # EXTENDS the guard: what is left is read, not what goes.
        policies = self.level_id.policy_id
        result = super().unlink()
        policies._check_threats()
        return result
