"""What it costs to collect from a customer, for the list behind the figure."""

from odoo import api, models
from odoo.tools import SQL

from ....tools.insight.facts import Period
from ...base import arguments, guarded
from .account_move_line import DAYS
from .ar_kpi_request import KpiDimension, KpiRequest


class ArProfile(models.Model):
    _inherit = "ar.profile"

    cost_reminders = guarded.Monetary(
        string="Cost of Reminders",
        compute="_compute_costs",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="Notices sent on the days that the figure is of, at what their level costs, else at "
        "what the ways cost by which they went.",
    )
    cost_cases = guarded.Monetary(
        string="Cost of Cases",
        compute="_compute_costs",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="What was booked for cases on these days: lawyers, agencies, courts.",
    )

    @api.depends("notice_ids.state", "case_ids.analytic_account_id")
    @api.depends_context("figure_first", "figure_last")
    def _compute_costs(self):
        context = self.env.context
        today = self.env.company._ar_today()
        first, last = (arguments.to_day(self.env, context.get(name)) for name in DAYS)
        period = Period(first or today.replace(day=1), last or today)
        for company, profiles in self.grouped("company_id").items():
            found = profiles._read_costs(company, period) if company else {}
            for profile in profiles:
                costs = found.get(profile.partner_id.id, (0.0, 0.0))
                profile.cost_reminders, profile.cost_cases = costs

    def _read_costs(self, company, period):
        """{customer id: (cost of reminders, of cases)}, as key figures read it."""
        customer = KpiDimension("", "", SQL("item.partner_id"), "res.partner", "id", "partner")
        request = KpiRequest((company.id,), (period,), None, customer)
        found = self.env["ar.kpi"].sudo()._read_costs(request, None)
        return {key: own["costs"] for (key, _place), own in found.items()}
