"""Contingency plans: what is done, by whom and until when, if something bad happens."""

from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS
from ...base.res_company import MANAGER

# Whom a scenario is about.
CUSTOMER, COLLECTOR, COMPANY = "customer", "collector", "company"


class Scenario(NamedTuple):
    """Something that may happen, in the language of the context.

    :param name: a few words
    :param of: whose trouble it is: chosen customers, a collector, or the company
    """

    name: str
    of: str = CUSTOMER


class ArContingencyPlan(models.Model):
    """The steps of one scenario, in their order.

    A scenario is an entry of ``_get_scenarios`` and ``_find_<code>(run)``, which gives the customer
    accounts that it is about. A plan is looked through every some months; see ``review_due``. It is
    started, or drilled, by ``ar.contingency.run``.
    """

    _name = "ar.contingency.plan"
    _inherit = ["ar.guard.mixin"]
    _description = "Contingency Plan"
    _order = "sequence, name, id"
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    scenario = fields.Selection("_selection_scenario", required=True, index=True)
    subject = fields.Selection(
        [(CUSTOMER, "Customers"), (COLLECTOR, "A Collector"), (COMPANY, "The Company")],
        string="About",
        compute="_compute_subject",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="The plan is for this company and its branches. Empty: for all companies.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        ondelete="set null",
        help="Answers for the plan, and does the steps that name nobody. Empty: a collections "
        "manager of the company.",
    )
    note = fields.Text(string="When to Start It")
    step_ids = fields.One2many("ar.contingency.step", "plan_id", string="Steps", copy=True)
    run_ids = fields.One2many("ar.contingency.run", "plan_id", string="Protocols", readonly=True)
    run_count = fields.Integer(string="Number of Protocols", compute="_compute_runs")
    last_drill_on = fields.Datetime(string="Last Drill", compute="_compute_runs")
    review_months = fields.Integer(
        string="Reviewed Every (Months)",
        default=12,
        help="After so many months somebody looks through the plan again. 0: never.",
    )
    reviewed_on = fields.Date(string="Last Reviewed On", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    review_due = fields.Boolean(
        compute="_compute_review_due", help="Nobody has looked through the plan for too long."
    )

    _months = models.Constraint(
        "CHECK (review_months >= 0)", "The months between two reviews cannot be negative."
    )

    @api.depends("scenario")
    def _compute_subject(self):
        scenarios = self._get_scenarios()
        for plan in self:
            plan.subject = plan.scenario in scenarios and scenarios[plan.scenario].of

    def _compute_runs(self):
        groups = self.env["ar.contingency.run"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "kind"], ["__count", "date:max"]
        )
        found = {(plan.id, kind): (count, last) for plan, kind, count, last in groups}
        for plan in self:
            drills, last = found.get((plan.id, "drill"), (0, False))
            plan.run_count = drills + found.get((plan.id, "real"), (0, False))[0]
            plan.last_drill_on = last

    @api.depends("reviewed_on", "review_months")
    def _compute_review_due(self):
        for plan in self:
            today = (plan.company_id or self.env.company)._ar_today()
            until = plan.reviewed_on and plan.reviewed_on + relativedelta(months=plan.review_months)
            plan.review_due = bool(plan.review_months) and (not until or until <= today)

    @api.model
    def _get_scenarios(self):
        """{code: ``Scenario``}; later rooms and add-ons add theirs."""
        return {}

    @api.model
    def _selection_scenario(self):
        return [(code, scenario.name) for code, scenario in self._get_scenarios().items()]

    def write(self, vals):
        # EXTENDS the guard: the steps belong to the scenario.
        result = super().write(vals)
        if "scenario" in vals:
            self.step_ids._check_action()
        return result

    # -- what people do ----------------------------------------------------------------

    def action_reviewed(self):
        """Somebody has looked through the plan today."""
        self._check_may_run()
        self.check_access("write")
        for plan in self:
            plan.sudo().write(
                {
                    "reviewed_on": (plan.company_id or self.env.company)._ar_today(),
                    "reviewed_by_id": self.env.uid,
                }
            )

    def action_start(self):
        """Ask about whom, and whether it is a drill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "ar.contingency.start",
            "view_mode": "form",
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    def action_view_runs(self):
        """The protocols of the plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_contingency_run_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    @api.model
    def _check_may_run(self):
        """
        :raise AccessError: only collections managers start, drill and review plans
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a collections manager starts, drills or reviews a plan.")
            )

    def _get_owner(self, company):
        """Who answers for the plan in a company; may be nobody."""
        owner = self.sudo().user_id
        if owner.active and company in owner.company_ids:
            return owner
        return company._ar_get_manager()

    def _check_steps(self):
        """
        :raise ValidationError: there is nothing to do
        """
        for plan in self:
            if not plan.step_ids:
                raise ValidationError(
                    self.env._("The plan %s has no steps. Enter what is to be done.", plan.name)
                )

    def _get_due(self, step, moment):
        """Until when a step is done, counted from a moment."""
        hours = step.deadline * (24 if step.deadline_unit == "days" else 1)
        return moment + timedelta(hours=hours)
