"""What a settlement promises: paid, or not, the offer follows."""

from odoo import models


class ArPromise(models.Model):
    # EXTENDS the room promise
    _inherit = "ar.promise"

    def _selection_source(self):
        # EXTENDS the room promise
        return [*super()._selection_source(), ("settlement", self.env._("Settlement"))]

    def _find_offers(self):
        return self.env["ar.case.offer"].sudo().search([("promise_id", "in", self.ids)])

    def _on_kept(self):
        # EXTENDS the room promise
        super()._on_kept()
        self._find_offers()._keep()

    def _on_broken(self):
        # EXTENDS the room promise
        super()._on_broken()
        self._find_offers()._fail()

    def _on_partly_kept(self):
        # EXTENDS the room promise
        super()._on_partly_kept()
        self._find_offers()._fail()

    def _on_open(self):
        # EXTENDS the room promise
        super()._on_open()
        self._find_offers()._wait_again()
