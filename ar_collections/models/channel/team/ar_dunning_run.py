"""Runs that are proposed, or have left, are told to the team."""

from odoo import models

# Seconds until a proposal is told: what is confirmed by itself needs no review.
REVIEW_SECONDS = 300


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate
        moved = super()._move_to(state, allowed, **values)
        # Who reminds single customers is at it.
        runs = moved.filtered(lambda run: run.kind != "single")
        if state == "proposed" and runs:
            self.env["ar.team.message"]._queue("run_proposed", runs, REVIEW_SECONDS)
        elif state == "done" and runs:
            self.env["ar.team.message"]._queue("run_sent", runs)
        return moved
