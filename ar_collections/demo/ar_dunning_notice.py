"""While the demo company is built, no invoice is printed: the story has hundreds."""

from odoo import models

from .clock import get_moment


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _ensure_enclosures(self):
        # EXTENDS the message
        if not get_moment():
            super()._ensure_enclosures()
