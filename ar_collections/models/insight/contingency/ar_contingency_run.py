"""Protocols: a contingency plan that was started for real, or drilled."""

from typing import NamedTuple

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY

DRILL, REAL = "drill", "real"


class About(NamedTuple):
    """The customer accounts of a protocol, and what they owe, read once.

    :param totals: {id of the account: totals of ``ar.open.item``}
    """

    profiles: models.BaseModel
    totals: dict

    def add_up(self, key, profiles=None):
        """One of the totals, of all accounts or of some of them."""
        ids = (self.profiles if profiles is None else profiles).ids
        return sum(self.totals[id_][key] for id_ in ids if id_ in self.totals)


class ArContingencyRun(models.Model):
    """What the steps of a plan did, or would have done, with whom, and how long it took.

    A plan that was started runs until somebody finishes or stops it. A drill is done in a
    transaction that is rolled back (see ``rehearsal.py``); this record is all that stays of it.
    """

    _name = "ar.contingency.run"
    _inherit = ["ar.gate.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Protocol of a Contingency Plan"
    _order = "date desc, id desc"
    _check_company_auto = True
    _writable = {ANY: ("conclusion",)}
    _transitions = {"done": ("running",), "cancelled": ("running",)}
    _logged = (
        "plan_id",
        "kind",
        "user_id",
        "reason",
        "customer_count",
        "amount",
        "overdue",
        "seconds",
        "failed_count",
        "left_count",
        "conclusion",
    )

    plan_id = fields.Many2one(
        "ar.contingency.plan",
        string="Contingency Plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    scenario = fields.Selection(related="plan_id.scenario", store=True)
    kind = fields.Selection(
        [(DRILL, "Drill"), (REAL, "For Real")], required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Datetime(
        string="Started", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users",
        string="Started By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    reason = fields.Char(string="Why", readonly=True)
    profile_ids = fields.Many2many("ar.profile", string="Customer Accounts", readonly=True)
    collector_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    deputy_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("cancelled", "Stopped")],
        default="running",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    ended_on = fields.Datetime(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    customer_count = fields.Integer(
        string="Customers", readonly=True, aggregator=None, help="When it was started."
    )
    amount = fields.Monetary(
        string="Open",
        readonly=True,
        aggregator=None,
        help="What these customers owed when it was started, less their credits.",
    )
    overdue = fields.Monetary(readonly=True, aggregator=None, help="Of it: past its due date.")
    seconds = fields.Float(
        string="Took (Seconds)",
        readonly=True,
        aggregator=None,
        digits=(16, 2),
        help="What the machine needed for its steps.",
    )
    line_ids = fields.One2many("ar.contingency.run.line", "run_id", string="Steps", readonly=True)
    failed_count = fields.Integer(string="Failed Steps", compute="_compute_counts", store=True)
    left_count = fields.Integer(string="Steps to Do", compute="_compute_counts", store=True)
    previous_id = fields.Many2one(
        "ar.contingency.run",
        string="The One Before",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The drill of this plan before, which this one is compared with.",
    )
    conclusion = fields.Text(
        tracking=True, help="What was learned from it, and what is changed in the plan."
    )
    is_stopped = fields.Boolean(
        compute="_compute_is_stopped", help="Nothing leaves for customers of the company."
    )

    @api.depends("plan_id", "kind", "date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            day = run.date and fields.Datetime.context_timestamp(run, run.date)
            said = f"{day:%Y-%m-%d %H:%M}" if day else ""
            run.display_name = f"{run.plan_id.name}, {kinds.get(run.kind)} {said}".strip()

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for run in self:
            states = run.line_ids.mapped("state")
            run.failed_count = states.count("failed")
            run.left_count = states.count("planned")

    def _compute_is_stopped(self):
        for run in self:
            run.is_stopped = run.company_id._ar_is_stopped()

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("A protocol is written by the plan: start it, or drill it.")

    def _read_logged(self):
        # EXTENDS the room log: what became of the steps.
        told = super()._read_logged()
        for run in self.sudo():
            told[run.id]["line_ids"] = {line.name: line.state for line in run.line_ids}
        return told
