"""Nothing is committed in a drill."""

from odoo import models

from .rehearsal import is_rehearsal, refuse


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _commit_progress(self, processed=0, *, remaining=None, deactivate=False):
        # EXTENDS 'base'
        if is_rehearsal(self.env):
            refuse(self.env)
        return super()._commit_progress(processed, remaining=remaining, deactivate=deactivate)
