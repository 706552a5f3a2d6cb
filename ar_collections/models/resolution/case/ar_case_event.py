"""Hearings and deadlines of a case."""

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY, NEW

TASK = "mail.mail_activity_data_todo"


class ArCaseEvent(models.Model):
    """A day on which something happens, or until which something is done; whoever answers for it
    has a task that follows the day and is closed with it."""

    _name = "ar.case.event"
    _inherit = ["ar.guard.mixin"]
    _description = "Date of a Case"
    _order = "date, hour, id"
    _writable = {
        NEW: ("case_id",),
        ANY: ("name", "kind", "date", "hour", "place", "user_id", "note"),
    }
    _logged = ("case_id", "name", "kind", "date", "done")

    case_id = fields.Many2one("ar.case", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, string="Customer")
    name = fields.Char(string="What", required=True)
    kind = fields.Selection(
        [
            ("hearing", "Hearing"),
            ("deadline", "Deadline"),
            ("enforcement", "Enforcement"),
            ("meeting", "Meeting"),
        ],
        default="deadline",
        required=True,
    )
    date = fields.Date(required=True)
    hour = fields.Float(string="Time", aggregator=None, help="0: the whole day.")
    place = fields.Char()
    user_id = fields.Many2one("res.users", string="Responsible", domain="[('share', '=', False)]")
    note = fields.Text()
    done = fields.Boolean(readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", string="Task", readonly=True, copy=False, ondelete="set null"
    )

    _hour_of_a_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The time of a hearing lies between 0:00 and 23:59."
    )

    @api.depends("name", "case_id")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for event in self:
            event.display_name = f"{event.name} ({event.case_id.display_name})"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        events = super().create(vals_list)
        events._give_tasks()
        return events

    def write(self, vals):
        # EXTENDS the guard: the task moves along.
        result = super().write(vals)
        if {"name", "date", "user_id"} & vals.keys():
            open_events = self.filtered(lambda event: not event.done)
            open_events.sudo().activity_id.unlink()
            open_events._give_tasks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_with_task(self):
        self.sudo().activity_id.unlink()

    def _give_tasks(self):
        for event in self.sudo().filtered(lambda event: not event.done):
            case = event.case_id
            event.activity_id = case.with_context(
                mail_activity_quick_update=True
            ).activity_schedule(
                TASK,
                date_deadline=event.date,
                summary=event.name,
                user_id=(event.user_id or case._get_responsible()).id,
            )

    def action_done(self):
        """It has taken place, or was done in time: the task is closed."""
        self.check_access("write")
        for event in self.sudo().filtered(lambda event: not event.done):
            activity = event.activity_id
            event.done = True
            if activity.active:
                activity.action_feedback()
        return True
