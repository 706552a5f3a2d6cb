"""Instalments of a payment plan."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ....tools.resolution import plan as rules
from ...base.ar_guard_mixin import NEW

# States of a plan before its instalments are due.
AHEAD = ("draft", "proposed")


class ArPlanInstallment(models.Model):
    """A day, and an amount that is to be there by then.

    What is paid of it is never stored: what came in on the items of the plan is given to the
    instalments, the oldest first.
    """

    _name = "ar.plan.installment"
    _inherit = ["ar.guard.mixin"]
    _description = "Instalment of a Payment Plan"
    _order = "plan_id, sequence, id"
    _rec_name = "date"

    _writable = {NEW: ("plan_id",), "draft": ("sequence", "date", "amount")}

    plan_id = fields.Many2one("ar.plan", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    number = fields.Integer(compute="_compute_number")
    profile_id = fields.Many2one(
        related="plan_id.profile_id", store=True, index=True, string="Customer Account"
    )
    partner_id = fields.Many2one(related="plan_id.partner_id", store=True, string="Customer")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="plan_id.collector_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    date = fields.Date(required=True, index=True)
    amount = fields.Monetary(required=True)
    amount_paid = fields.Monetary(string="Paid", compute="_compute_amount_paid")
    amount_left = fields.Monetary(string="Left", compute="_compute_amount_paid")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("open", "To Come"),
            ("due", "Due"),
            ("missed", "Missed"),
            ("paid", "Paid"),
            ("ended", "Ended"),
        ],
        compute="_compute_amount_paid",
        search="_search_state",
        help="Due: within the tolerance. Ended: not paid when the plan failed or was cancelled.",
    )
    reminder_ids = fields.One2many(
        "ar.plan.reminder", "installment_id", string="Reminders", readonly=True
    )

    def _get_state(self):
        # EXTENDS the guard: as the plan is.
        return self.sudo().plan_id.state

    @api.model
    def _get_first_state(self):
        # EXTENDS the guard
        return "draft"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: of drafts alone.
        installments = super().create(vals_list)
        if not self.env.su:
            installments._check_draft()
            installments._note_entered()
        return installments

    def write(self, vals):
        # EXTENDS the guard
        result = super().write(vals)
        if not self.env.su:
            self._note_entered()
        return result

    def _note_entered(self):
        """Somebody has entered them: they are no even ones, and he is an author of the plan. What
        a second person approved is approved no more."""
        plans = self.plan_id
        plans._note_editor()
        plans.sudo().write(
            {
                "own_schedule": True,
                "approver_id": False,
                "approved_on": False,
                "approval_asked": False,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        if not self.env.su:
            self._check_draft()

    def _check_draft(self):
        """What was agreed is not added to."""
        for installment in self:
            if installment.plan_id.state != "draft":
                raise AccessError(
                    self.env._(
                        "%(plan)s is no draft any more: its instalments stay as they are. "
                        "Recompute it, or make a new one that takes its place.",
                        plan=installment.plan_id.name,
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env["ar.plan"]._get_way_out()

    # -- figures -----------------------------------------------------------------------

    @api.depends("plan_id.installment_ids", "sequence")
    def _compute_number(self):
        numbers = {
            key_of(installment): number
            for plan in self.plan_id
            for number, installment in enumerate(plan.installment_ids, 1)
        }
        for installment in self:
            installment.number = numbers.get(key_of(installment), 0)

    @api.depends("date", "amount", "plan_id.amount_paid")
    def _compute_amount_paid(self):
        figures = {}
        for plan in self.plan_id:
            rows, rounding = plan._get_rows(), plan._get_rounding()
            parts = rules.allocate([row.amount for row in rows], plan.amount_paid, rounding)
            today = (plan.company_id or self.env.company)._ar_today()
            for installment, row, part in zip(plan.installment_ids, rows, parts, strict=True):
                state = rules.judge(row, part, today, plan.tolerance_days, rounding)
                figures[key_of(installment)] = part, plan._judge_installment(state)
        for installment in self:
            part, state = figures.get(key_of(installment), (0.0, "planned"))
            installment.amount_paid = part
            installment.amount_left = installment.amount - part
            installment.state = state

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted, found = set(value), Domain.FALSE
        if "planned" in wanted:
            found |= Domain("plan_id.state", "in", AHEAD)
        ended = wanted & {"paid", "ended"}
        looked_at = ["active", *(("done", "failed", "cancelled") if ended else ())]
        installments = self.search([("plan_id.state", "in", looked_at)])
        fitting = installments.filtered(lambda one: one.state in wanted)
        return found | Domain("id", "in", fitting.ids)

    def action_open_plan(self):
        """Open the plan of the instalment."""
        self.ensure_one()
        return self.plan_id._get_records_action()


def key_of(installment):
    """What an instalment is known by, also in a form that is not saved."""
    return installment._origin.id or installment.id
