"""The night's watch over limits looks at contracts, too."""

from odoo import models


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    def _watch(self, company):
        # EXTENDS: the same night, the same company's day
        super()._watch(company)
        contracts = self.env["ar.credit.contract"].sudo()
        self._each(contracts._find_approved(company), lambda contract: contract._watch())
