"""Ask for the outcome of a call."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArDispatchLogCall(models.TransientModel):
    _name = "ar.dispatch.log_call"
    _description = "Log Call"

    dispatch_id = fields.Many2one("ar.dispatch", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="dispatch_id.partner_id", related_sudo=False)
    recipient = fields.Char(related="dispatch_id.recipient", string="Phone", related_sudo=False)
    currency_id = fields.Many2one(related="dispatch_id.currency_id", related_sudo=False)
    amount_total = fields.Monetary(related="dispatch_id.amount_total", related_sudo=False)
    attempts = fields.Integer(related="dispatch_id.attempts", string="Attempt", related_sudo=False)
    script = fields.Html(string="What to Say", compute="_compute_script")
    outcome = fields.Selection(
        selection=lambda self: self._selection_outcome(),
        required=True,
    )
    next_date = fields.Date(
        string="Next Call",
        compute="_compute_next_date",
        store=True,
        readonly=False,
        help="Makes a task for a further call on that day.",
    )
    note = fields.Text()

    @api.model
    def _selection_outcome(self):
        """What can come out of a call; “done” is for calls closed in the chatter."""
        outcomes = self.env["ar.dispatch"]._fields["outcome"]._description_selection(self.env)
        return [(code, label) for code, label in outcomes if code != "done"]

    @api.depends("dispatch_id")
    def _compute_script(self):
        self.script = False
        for wizard in self.filtered("dispatch_id"):
            notice = wizard.dispatch_id.notice_id.with_context(lang=self.env.lang)
            wizard.script = notice.level_id._render_text("call_script", notice).get(notice.id)

    @api.depends("outcome")
    def _compute_next_date(self):
        for wizard in self:
            again = wizard.outcome == "not_reached"
            today = (wizard.dispatch_id.company_id or self.env.company)._ar_today()
            wizard.next_date = fields.Date.add(today, days=1) if again else False

    def action_log(self):
        """Record the outcome and close or repeat the call."""
        self.ensure_one()
        self.dispatch_id.check_access("write")
        if self.dispatch_id.state != "queued":
            raise UserError(
                self.env._(
                    "The call to %(customer)s was already logged.",
                    customer=self.partner_id.display_name,
                )
            )
        self.dispatch_id._log_call(self.outcome, self.note, self.next_date)
        return {"type": "ir.actions.act_window_close"}
