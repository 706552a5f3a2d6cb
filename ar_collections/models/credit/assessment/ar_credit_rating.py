"""Grades: what a score is worth in limit, terms and patience."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ....tools.credit import scoring


class ArCreditRating(models.Model):
    """A grade begins at a score and reaches to the next better grade.

    Later rooms add what follows from a grade for them (dunning: the policy).
    """

    _name = "ar.credit.rating"
    _description = "Credit Grade"
    _inherit = ["ar.credit.scope"]
    _order = "company_id, min_score desc, id"
    _rec_name = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="What the grade means for those who sell.")
    color = fields.Integer()
    min_score = fields.Float(
        string="Score From",
        digits=(5, 2),
        required=True,
        help="The grade begins at this score, and reaches to the next better grade.",
    )
    limit_factor = fields.Float(
        default=1.0,
        help="Share of what the customer needs to buy as before that is granted as a limit. "
        "0: no credit.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
        help="Suggested for customers of this grade. Empty: terms do not follow the grade.",
    )
    grace_days = fields.Integer(
        help="Days that customers of this grade may be late, on top of the dunning policy's."
    )
    prepayment_percent = fields.Float(
        string="Prepayment",
        help="Share of an order that customers of this grade pay before delivery.",
    )
    review_months = fields.Integer(
        string="Review Every (Months)",
        default=12,
        help="Months until the next review. 0: no periodic review.",
    )
    default_probability = fields.Float(
        string="Probability of Default",
        digits=(6, 4),
        help="Share of the customers of this grade that fail within a year. 0: not known; then "
        "no limit comes from the expected loss.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rating in self:
            rating.display_name = f"{rating.code} – {rating.name}" if rating.name else rating.code

    @api.constrains("min_score", "limit_factor", "prepayment_percent", "default_probability")
    def _check_ranges(self):
        for rating in self:
            if not 0 <= rating.min_score <= 100:
                raise ValidationError(
                    self.env._(
                        "The grade %(grade)s begins at a score of %(score)s. Scores go from 0 to "
                        "100; enter a number between.",
                        grade=rating.code,
                        score=rating.min_score,
                    )
                )
            shares = (rating.prepayment_percent, rating.default_probability)
            if rating.limit_factor < 0 or not all(0 <= share <= 1 for share in shares):
                raise ValidationError(
                    self.env._(
                        "In the grade %s, the limit factor cannot be negative, and the prepayment "
                        "and the probability of default are between 0 and 100 %%.",
                        rating.code,
                    )
                )

    @api.constrains("grace_days", "review_months")
    def _check_not_negative(self):
        for rating in self:
            if rating.grace_days < 0 or rating.review_months < 0:
                raise ValidationError(
                    self.env._(
                        "In the grade %s, days and months cannot be negative. Enter 0 to switch "
                        "one off.",
                        rating.code,
                    )
                )

    @api.constrains("code", "min_score", "company_id", "active")
    def _check_bands(self):
        for ratings in self._same_set():
            clash = scoring.duplicate_bands([(r.min_score, r.code) for r in ratings])
            for one, other in clash:
                raise ValidationError(
                    self.env._(
                        "The grades %(one)s and %(other)s begin at the same score, so their bands "
                        "overlap. Let one of them begin higher, or archive it.",
                        one=one,
                        other=other,
                    )
                )
            codes = [rating.code for rating in ratings]
            for code in {code for code in codes if codes.count(code) > 1}:
                raise ValidationError(
                    self.env._("There are two grades %s. Give one of them another code.", code)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        graded = self.env["ar.profile"].sudo().search([("rating_id", "in", self.ids)]).rating_id
        decided = self.env["ar.credit.review"].sudo().search([("rating_id", "in", self.ids)])
        used = (graded | decided.rating_id)[:1]
        if used:
            raise UserError(
                self.env._(
                    "Grade %s stands in customers' files and cannot be deleted. Archive it "
                    "instead.",
                    used.code,
                )
            )

    def _bands(self):
        """The grades as (score from, grade), for ``tools.scoring.grade``."""
        return [(rating.min_score, rating) for rating in self]
