"""What of a run is left to do for people, once it was confirmed."""

from odoo import api, fields, models
from odoo.fields import Domain


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    letters_left = fields.Integer(
        compute="_compute_left",
        help="Letters of this run that nobody has printed or posted yet.",
    )
    calls_left = fields.Integer(compute="_compute_left", help="Calls that are still to be made.")
    visits_left = fields.Integer(compute="_compute_left", help="Visits that are still to be made.")
    approvals_left = fields.Integer(
        compute="_compute_left",
        help="Notices that wait for somebody who may let them out.",
    )
    anything_left = fields.Boolean(compute="_compute_left")

    @api.depends("state", "notice_ids.state", "notice_ids.dispatch_ids.state", "can_confirm")
    @api.depends_context("uid")
    def _compute_left(self):
        groups = (
            self.env["ar.dispatch"]
            .sudo()
            ._read_group(
                Domain("notice_id.run_id", "in", self.ids)
                & (self._get_left_domain("letter") | self._get_left_domain("call", "visit")),
                ["notice_id", "channel"],
                ["__count"],
            )
        )
        counts = {}
        for notice, channel, count in groups:
            key = (notice.run_id.id, channel)
            counts[key] = counts.get(key, 0) + count
        waiting = dict(
            self.env["ar.dunning.notice"]._read_group(
                Domain("run_id", "in", self.ids)
                & self.env["ar.dunning.notice"]._get_approval_domain(),
                ["run_id"],
                ["__count"],
            )
        )
        for run in self:
            run.letters_left = counts.get((run.id, "letter"), 0)
            run.calls_left = counts.get((run.id, "call"), 0)
            run.visits_left = counts.get((run.id, "visit"), 0)
            # Before somebody has confirmed, they are notices like others.
            begun = run.waiting_count or run.sent_count or not run.can_confirm
            run.approvals_left = waiting.get(run, 0) if begun else 0
            run.anything_left = bool(
                run.letters_left or run.calls_left or run.visits_left or run.approvals_left
            )

    @api.model
    def _get_left_domain(self, *channels):
        """Dispatches of these ways that wait for a person: letters to print or to post, calls and
        visits to make."""
        state = "sent" if channels == ("letter",) else "queued"
        return Domain("channel", "in", channels) & Domain("state", "=", state)
