"""Done for today, or put off until a day: the worklist leaves a customer out meanwhile."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...base.ar_guard_mixin import ANY, NEW
from ...base.notify import notify


class ArWorklistPause(models.Model):
    """Somebody has worked on a customer today, or wants to do it later. It stops no reminders:
    that is what holds are for."""

    _name = "ar.worklist.pause"
    _inherit = ["ar.guard.mixin", "ar.period.mixin"]
    _description = "Customer Done or Put Off"
    _order = "date_from desc, id desc"
    _rec_name = "profile_id"
    _check_company_auto = True
    _writable = {NEW: ("profile_id", "kind"), ANY: ("date_from", "date_to", "reason")}

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("done", "Done for Today"), ("later", "Put Off")], default="later", required=True
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self.env.company._ar_today(),
        help="The last day on which the customer is not in the worklist.",
    )
    reason = fields.Char()

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "%(customer)s would be put off from %(start)s until %(until)s, which is before. Set "
            "the last day to the first day or later.",
            customer=self.profile_id.display_name,
            until=until,
            start=start,
        )

    @api.model
    def _read_pauses(self, company):
        """({id of a profile that is left out today: its pause that ends last, as superuser}, {ids
        of those that are done today})."""
        today = company._ar_today()
        pauses = self.sudo().search_fetch(
            Domain("company_id", "=", company.id) & self._domain_in_force(today),
            ["profile_id", "kind", "date_to", "reason"],
            order="date_to, id",
        )
        done = pauses.filtered(lambda pause: pause.kind == "done")
        return {pause.profile_id.id: pause for pause in pauses}, set(done.profile_id.ids)

    def action_bring_back(self):
        """End the pauses: the worklist has the customers again, if there is still work."""
        self.check_access("unlink")
        names = ", ".join(self.partner_id.mapped("display_name"))
        days = {company: company._ar_today() for company in self.company_id}
        lasting = self.filtered(lambda pause: pause.date_to >= days[pause.company_id])
        # Days that are over stay on record.
        begun = lasting.filtered(lambda pause: pause.date_from < days[pause.company_id])
        for company, pauses in begun.grouped("company_id").items():
            pauses.date_to = fields.Date.subtract(days[company], days=1)
        (lasting - begun).unlink()
        return notify(self.env._("Back in the worklist: %s", names))
