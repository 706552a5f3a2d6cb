"""What an agency said of a customer on a day."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ....tools.credit import scoring
from ...base.ar_guard_mixin import NEW


class ArCreditAgencyRating(models.Model):
    """What an agency said of a customer on a day. Kept as a history; the last one counts."""

    _name = "ar.credit.agency.rating"
    _description = "Agency Rating"
    _inherit = ["ar.credit.evidence"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _stale_setting = "ar_credit_agency_months"
    # What an agency sent, or a file said, stands; what was typed is corrected.
    _writable = {
        NEW: ("profile_id", "agency_id", "date", "value", "grade", "reference"),
        "manual": ("agency_id", "date", "value", "grade", "reference"),
    }

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    agency_id = fields.Many2one(
        "ar.credit.agency", required=True, ondelete="restrict", check_company=True
    )
    date = fields.Date(default=lambda self: self.env.company._ar_today())
    value = fields.Float(help="As the agency gives it, on its own scale.")
    grade = fields.Char(string="Letter Grade", help="As the agency gives it, e.g. AA.")
    score = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        help="The agency's value on our scale of 0 (worst) to 100 (best).",
    )
    reference = fields.Char(help="Number of the report.")
    origin = fields.Selection(
        [("manual", "By hand"), ("import", "Import"), ("provider", "Provider")],
        default="manual",
        required=True,
        readonly=True,
    )

    @api.depends("agency_id", "value", "grade")
    def _compute_score(self):
        for rating in self:
            try:
                rating.score = rating.agency_id._to_score(rating.value, rating.grade)
            except (ValidationError, ValueError):
                # An agency not chosen yet, or a value that ``_check_scale`` refuses.
                rating.score = 0.0

    @api.depends("agency_id", "score", "date")
    def _compute_display_name(self):
        for rating in self:
            rating.display_name = self.env._(
                "%(agency)s: %(score)s on %(date)s",
                agency=rating.agency_id.name or "",
                score=f"{rating.score:.0f}",
                date=format_date(self.env, rating.date),
            )

    @api.constrains("agency_id", "value", "grade")
    def _check_scale(self):
        for rating in self:
            rating.agency_id._to_score(rating.value, rating.grade)

    def _say_future(self):
        # EXTENDS 'ar.credit.evidence'
        return self.env._(
            "The rating of %(customer)s is dated %(date)s, which is in the future. Enter the day "
            "of the report.",
            customer=self.partner_id.display_name,
            date=format_date(self.env, self.date),
        )

    @api.model
    def _is_known(self, row):
        """Whether the agency's rating of that day is here already, with the same words."""
        day = fields.Date.to_date(row.get("date")) or self.env.company._ar_today()
        before = self.search(
            [
                ("agency_id", "=", row["agency_id"]),
                ("profile_id", "=", row["profile_id"]),
                ("date", "=", day),
            ],
            limit=1,
        )
        said = (row.get("value") or 0.0, row.get("grade") or False)
        return bool(before) and (before.value, before.grade) == said

    def _get_state(self):
        # EXTENDS the guard: what may be corrected depends on who said it.
        return self.sudo().origin

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Enter what the agency says now as a rating of its own day.")

    @api.model
    def _keep(self, vals_list):
        """Keep what a provider or a file said; its origin is not for people to write."""
        self.check_access("create")
        ratings = self.sudo().create(vals_list).sudo(self.env.su)
        ratings.check_access("create")
        return ratings

    @api.model_create_multi
    def create(self, vals_list):
        """A score that has dropped since the agency's last rating opens a review."""
        # EXTENDS the guard
        ratings = super().create(vals_list)
        for rating in ratings:
            rating._open_review_on_drop()
        return ratings

    def _open_review_on_drop(self):
        before = self.search(
            [
                ("profile_id", "=", self.profile_id.id),
                ("agency_id", "=", self.agency_id.id),
                ("date", "<", self.date),
            ],
            limit=1,
        )
        points = self.company_id.ar_credit_worsening_points
        if before and scoring.trend(before.score, self.score, points) == "down":
            self.profile_id._open_review(
                "event",
                self.env._(
                    "The score of %(agency)s fell from %(before)s to %(now)s points.",
                    agency=self.agency_id.name,
                    before=f"{before.score:.0f}",
                    now=f"{self.score:.0f}",
                ),
            )
