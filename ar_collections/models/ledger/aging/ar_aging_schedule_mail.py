"""The e-mails of a scheduled report, and what became of each."""

from odoo import api, fields, models

from ....tools.base import leaving

# Days that a report may wait in the mail queue: by then another one is nearer.
PATIENCE = 6


class ArAgingScheduleMail(models.Model):
    """One e-mail of one day of a scheduled report: one for each language of its recipients."""

    _name = "ar.aging.schedule.mail"
    _inherit = ["ar.gate.mixin", "ar.mailed.mixin"]
    _description = "E-mail of a Scheduled Aging Report"
    _order = "date desc, id desc"
    _rec_name = "recipients"

    _transitions = {
        "sent": ("leaving", "failed", "unknown"),
        "failed": ("leaving", "unknown"),
        "cancelled": ("leaving", "failed"),
        "unknown": ("leaving", "failed"),
    }

    schedule_id = fields.Many2one(
        "ar.aging.schedule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="schedule_id.company_id", store=True, index=True)
    date = fields.Date(required=True, readonly=True, help="The day on which it was sent.")
    recipients = fields.Char(required=True, readonly=True)
    moved_date = fields.Datetime(
        string="Last Moved", required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [
            ("leaving", "Leaving"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
            ("unknown", "Unknown"),
        ],
        default="leaving",
        required=True,
        readonly=True,
        help="Leaving: it waits in the mail queue. Unknown: it may have left; it is not sent again "
        "by itself.",
    )

    # What the watch looks at, every few minutes.
    _leaving_idx = models.Index("(id) WHERE state IN ('leaving', 'unknown')")

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate
        return super()._move_to(state, allowed, **{"moved_date": fields.Datetime.now(), **values})

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("It says what became of an e-mail. Send the report again if you need it.")

    # -- what the mail queue says ------------------------------------------------------

    def _get_since(self):
        # EXTENDS the e-mails
        return self.moved_date

    def _leaves_later(self):
        # EXTENDS the e-mails: who mended the mail server may try again.
        return True

    def _set_left(self):
        # EXTENDS the e-mails
        failed = self.filtered(lambda one: one.state == "failed")
        moved = self._move_to("sent", error=False)
        # The mail queue has tried again.
        for schedule in (moved & failed).schedule_id:
            if not schedule.mail_ids.filtered(lambda one: one.state == "failed"):
                schedule.last_error = False
        return moved

    def _set_mail_failed(self, reason, failure_type):
        # EXTENDS the e-mails
        self._move_to("failed", error=reason)._tell()

    def _set_withdrawn(self, reason):
        # EXTENDS the e-mails
        self._move_to("cancelled", ("leaving",), error=reason)._tell()

    def _set_trying(self):
        # EXTENDS the e-mails
        return self._move_to("unknown", error=False)

    def _set_doubtful(self):
        # EXTENDS the e-mails
        doubtful = self.filtered(lambda one: one.state == "unknown" and not one.error)
        doubtful.write(
            {"error": self.env._("The server stopped while it sent this e-mail: it may have left.")}
        )
        doubtful._tell()

    def _find_outdated(self):
        # EXTENDS the e-mails
        words = {
            "taken_back": self.env._("The scheduled report was archived."),
            "newer": self.env._("A newer report was sent already."),
            "too_old": self.env._("It waited too long to leave."),
        }
        last = dict(
            self._read_group(
                [("schedule_id", "in", self.schedule_id.ids)], ["schedule_id"], ["date:max"]
            )
        )
        found = {}
        for one in self:
            facts = leaving.Facts(
                stands=one.schedule_id.active,
                newer=last[one.schedule_id] > one.date,
                days=(one.company_id._ar_today() - one.date).days,
                patience=PATIENCE,
            )
            if code := leaving.decide(facts):
                found[one.id] = words[code]
        return found

    def _set_outdated(self, reason):
        # EXTENDS the e-mails
        self._move_to("cancelled", error=reason)._tell()

    def _tell(self):
        """Say on the schedules that their report did not arrive."""
        for one in self:
            one.schedule_id._note_lost(one)
