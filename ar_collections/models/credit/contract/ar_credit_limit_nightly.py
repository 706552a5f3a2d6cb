"""The night's watch over limits looks at contracts, too."""

from odoo import models


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    def _get_parts(self):
        # EXTENDS the room limit: the same night, the same company's day.
        contracts = self.env["ar.credit.contract"].sudo()
        watch = self._work_on(contracts._find_approved, lambda contract: contract._watch())
        return [*super()._get_parts(), watch]
