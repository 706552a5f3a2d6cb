"""Steps of contingency plans: what, who, until when, and which action it takes."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class StepAction(NamedTuple):
    """What a step does, in the language of the context.

    :param name: a few words
    :param by_hand: people do it; a task asks them
    :param of: whose trouble it needs (see ``Scenario``); empty: it fits all scenarios
    :param days: it lasts for the days of the step
    """

    name: str
    by_hand: bool = False
    of: str = ""
    days: bool = False


class Done(NamedTuple):
    """What a step has done.

    :param words: a sentence
    :param profiles: the customer accounts that something was done about
    """

    words: str
    profiles: models.BaseModel


class ArContingencyStep(models.Model):
    """One step of a plan.

    An action is an entry of ``_get_actions`` and ``_do_<code>(line, profiles)``, which does what a
    line of a protocol says about customer accounts, by the ordinary ways and with the rights of
    who acts, and returns a ``Done``. What cannot be done is a ``UserError``. It commits nothing and
    sends nothing itself: what leaves is queued, so that a drill can take it back.
    """

    _name = "ar.contingency.step"
    _inherit = ["ar.guard.mixin"]
    _description = "Step of a Contingency Plan"
    _order = "plan_id, sequence, id"
    _writable = {ANY: SETTINGS, NEW: ("plan_id",)}

    plan_id = fields.Many2one(
        "ar.contingency.plan",
        string="Contingency Plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True, translate=True)
    action = fields.Selection("_selection_action", required=True, default="task")
    moment = fields.Selection(
        [
            ("start", "At once"),
            ("deadline", "At the deadline, if the plan still runs"),
            ("hand", "By somebody"),
        ],
        string="When",
        required=True,
        default="start",
        help="By somebody: the person gets a task, and does the step on the plan's page.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: the owner of the plan.",
    )
    deadline = fields.Integer(default=1, help="Counted from the start of the plan.")
    deadline_unit = fields.Selection(
        [("hours", "Hours"), ("days", "Days")], string="Unit", required=True, default="days"
    )
    days = fields.Integer(
        string="Lasts (Days)",
        default=14,
        help="How long a hold, an absence, a stop or points in the worklist last.",
    )

    _numbers = models.Constraint(
        "CHECK (deadline >= 0 AND deadline <= 1000 AND days > 0 AND days <= 3650)",
        "A step is done within 1000 hours or days, and lasts from one day to ten years.",
    )

    @api.model
    def _get_actions(self):
        """{code: ``StepAction``}; later rooms and add-ons add theirs."""
        return {}

    @api.model
    def _selection_action(self):
        return [(code, action.name) for code, action in self._get_actions().items()]

    @api.onchange("action")
    def _onchange_action(self):
        action = self._get_actions().get(self.action)
        if action and action.by_hand:
            self.moment = "hand"

    @api.constrains("action", "moment", "plan_id")
    def _check_action(self):
        actions = self._get_actions()
        for step in self:
            action = actions.get(step.action)
            if not action:
                continue
            if action.by_hand and step.moment != "hand":
                raise ValidationError(
                    self.env._(
                        "The step “%(step)s” is a task: nobody can do it but people. Choose “By "
                        "somebody”.",
                        step=step.name,
                    )
                )
            if action.of and action.of != step.plan_id.subject:
                raise ValidationError(
                    self.env._(
                        "“%(action)s” does not fit the scenario of the plan %(plan)s. Choose "
                        "another action for the step “%(step)s”.",
                        action=action.name,
                        plan=step.plan_id.name,
                        step=step.name,
                    )
                )
