"""Points by hand: a customer comes up, or goes down, until a day."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...base.ar_guard_mixin import ANY, NEW


class ArWorklistBump(models.Model):
    """Somebody knows more than the rules: so many points more or less, why, and until when."""

    _name = "ar.worklist.bump"
    _inherit = ["ar.guard.mixin", "ar.period.mixin"]
    _description = "Bump in the Worklist"
    _order = "date_from desc, id desc"
    _rec_name = "reason"
    _check_company_auto = True
    _writable = {NEW: ("profile_id", "points", "reason"), ANY: ("date_from", "date_to")}

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    points = fields.Float(
        required=True,
        digits=(16, 1),
        default=50.0,
        aggregator=None,
        help="On top of those of the amount and of the rules; negative ones put the customer "
        "further down.",
    )
    reason = fields.Char(required=True, help="Others read it in the worklist.")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: fields.Date.add(self.env.company._ar_today(), days=7),
        help="The last day on which the points count.",
    )

    @api.constrains("points", "reason")
    def _check_points(self):
        for bump in self:
            if not bump.points or not (bump.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "The bump of %s needs points other than 0, and a reason that others "
                        "understand.",
                        bump.profile_id.display_name,
                    )
                )

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The bump of %(customer)s ends on %(until)s, before it starts on %(start)s. Set the "
            "last day to the first day or later.",
            customer=self.profile_id.display_name,
            until=until,
            start=start,
        )

    @api.model
    def _read_bumps(self, company):
        """{profile id: the bumps in force today}, in one query."""
        bumps = self.sudo().search(
            Domain("company_id", "=", company.id) & self._domain_in_force(company._ar_today())
        )
        return {profile.id: own for profile, own in bumps.grouped("profile_id").items()}
