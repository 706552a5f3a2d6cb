"""A promise that was given in a call or at a visit."""

from odoo import models


class ArDispatch(models.Model):
    # EXTENDS the room channel
    _inherit = "ar.dispatch"

    def _get_promise_source(self):
        # EXTENDS the answers
        return "visit" if self.channel == "visit" else "call"
