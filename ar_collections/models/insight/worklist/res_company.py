"""What a company decides about the order of the day."""

from odoo import models

from ....tools.insight import worklist
from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_worklist_amount = guarded.Monetary(
        string="Amount at Risk Worth One Point",
        default=100.0,
        help="What is overdue and not on hold, times the probability that it is not paid soon, is "
        "worth one point for each of these amounts, in company currency.",
        groups=guarded.SETTINGS,
    )
    ar_worklist_minimum = guarded.Float(
        string="Minimum Points",
        help="Customers with fewer points are not in the worklist. 0: all who have something to "
        "be done.",
        groups=guarded.SETTINGS,
    )
    ar_worklist_cap = guarded.Integer(
        string="Customers a Day",
        help="Most customers in the worklist of one collector on one day; those that are done "
        "count. Key accounts and customers without collector stand apart. 0: no limit.",
        groups=guarded.SETTINGS,
    )

    _ar_worklist_positive = models.Constraint(
        "CHECK (ar_worklist_amount > 0 AND ar_worklist_minimum >= 0 AND ar_worklist_cap >= 0)",
        "The worklist needs an amount over 0 that is worth one point; minimum and customers a day "
        "are not negative.",
    )

    def _ar_get_worklist_terms(self, tasks):
        """The company's decisions as a value row.

        :param tasks: kinds of rules that are something to do, the most urgent first
        """
        self.ensure_one()
        company = self.sudo()
        return worklist.Terms(
            company.ar_worklist_amount,
            company.ar_worklist_minimum,
            tasks,
            company.currency_id.rounding,
        )

    def _ar_hand_over_tasks(self):
        """Bring the open tasks of the companies to who does them today."""
        for company in self.sudo():
            self.env["mail.activity"]._ar_hand_over(company)
