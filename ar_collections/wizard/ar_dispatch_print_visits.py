"""Ask for the day and the person whose visits are printed."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class ArDispatchPrintVisits(models.TransientModel):
    _name = "ar.dispatch.print_visits"
    _description = "Print Visits"

    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._ar_today(),
        help="What was to be visited before and was not is on the list, too.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Visits",
        default=lambda self: self.env.user,
        help="Empty: a page for each person.",
    )

    def action_print(self):
        """The list of the day as PDF.

        :raise UserError: nobody is to be visited
        """
        self.ensure_one()
        domain = Domain("channel", "=", "visit") & Domain("state", "=", "queued")
        domain &= Domain("call_date", "<=", self.date)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        visits = self.env["ar.dispatch"].search(domain)
        if self.user_id:
            visits = visits.filtered(lambda one: one._get_visitor() == self.user_id)
        if not visits:
            raise UserError(
                self.env._(
                    "Nobody is to be visited until %(day)s. Choose another day, or everybody.",
                    day=format_date(self.env, self.date),
                )
            )
        return visits.action_print_visits()
