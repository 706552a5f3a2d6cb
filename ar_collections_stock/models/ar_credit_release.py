"""Deliveries can be released."""

from odoo import api, models


class ArCreditRelease(models.Model):
    _inherit = "ar.credit.release"

    @api.model
    def _selection_document(self):
        # EXTENDS 'ar_collections'
        return [*super()._selection_document(), ("stock.picking", self.env._("Transfer"))]
