"""Steps of a protocol: what each was to do, and what became of it."""

from odoo import api, fields, models


class ArContingencyRunLine(models.Model):
    """A step as it was when the plan was started, and what was done: planned → done, failed or
    left out. What has failed can be tried again."""

    _name = "ar.contingency.run.line"
    _inherit = ["ar.gate.mixin", "ar.job.mixin"]
    _description = "Step of a Protocol"
    _order = "run_id, sequence, id"
    _transitions = {
        "done": ("planned", "failed"),
        "failed": ("planned",),
        "skipped": ("planned", "failed"),
    }

    run_id = fields.Many2one(
        "ar.contingency.run",
        string="Protocol",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="run_id.kind")
    run_state = fields.Selection(related="run_id.state", string="Status of the Plan")
    step_id = fields.Many2one(
        "ar.contingency.step", readonly=True, index="btree_not_null", ondelete="set null"
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="What", required=True, readonly=True)
    action = fields.Selection(
        selection=lambda self: self.env["ar.contingency.step"]._selection_action(),
        required=True,
        readonly=True,
    )
    moment = fields.Selection(
        selection=lambda self: (
            self.env["ar.contingency.step"]._fields["moment"]._description_selection(self.env)
        ),
        string="When",
        required=True,
        readonly=True,
    )
    days = fields.Integer(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Who", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    due = fields.Datetime(string="Until", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("planned", "To Do"), ("done", "Done"), ("failed", "Failed"), ("skipped", "Left Out")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    text = fields.Char(string="What Was Done", readonly=True)
    error = fields.Char(string="Why Not", readonly=True)
    result = fields.Char(compute="_compute_result", help="What was done, or why it was not.")
    customers = fields.Integer(readonly=True, aggregator=None)
    amount = fields.Monetary(
        string="Open", readonly=True, aggregator=None, help="What these customers owe."
    )
    seconds = fields.Float(readonly=True, digits=(16, 2))
    done_on = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task", readonly=True, index="btree_not_null", ondelete="set null"
    )
    previous_id = fields.Many2one(
        "ar.contingency.run.line",
        string="In the Drill Before",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    customers_before = fields.Integer(
        related="previous_id.customers", string="Customers Before", aggregator=None
    )
    amount_before = fields.Monetary(
        related="previous_id.amount", string="Open Before", aggregator=None
    )
    seconds_before = fields.Float(
        related="previous_id.seconds", string="Seconds Before", aggregator=None, digits=(16, 2)
    )
    state_before = fields.Selection(related="previous_id.state", string="Status Before")

    @api.depends("text", "error")
    def _compute_result(self):
        for line in self:
            line.result = line.error or line.text
