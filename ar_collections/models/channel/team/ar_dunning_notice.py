"""Notices that did not arrive are told to the team, those of a run together."""

from odoo import models

# Seconds until failures are told: others of the run follow.
FAILURE_SECONDS = 600


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _set_failed(self, reason):
        # EXTENDS 'dunning'
        failed = super()._set_failed(reason)
        if failed.run_id:
            self.env["ar.team.message"]._queue("failures", failed.run_id, FAILURE_SECONDS)
        return failed
