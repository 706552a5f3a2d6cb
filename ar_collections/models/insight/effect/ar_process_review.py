"""The quarterly review of the process: what the figures say, what was decided, what it brought."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW
from ..target.ar_target import FIRST_YEAR, LAST_YEAR, PERIODS

QUARTERS = [
    ("q1", "1st Quarter"),
    ("q2", "2nd Quarter"),
    ("q3", "3rd Quarter"),
    ("q4", "4th Quarter"),
]


class ArProcessReview(models.Model):
    """A quarter of a company. As long as it is a draft, its figures are read anew; when it is
    closed they are kept as they are, with what was decided.

    What of it is told is in ``ar_process_review_rows.py``, as sections of typed rows, which the
    screen and the printed page show.
    """

    _name = "ar.process.review"
    _inherit = ["ar.gate.mixin", "ar.job.mixin", "mail.thread"]
    _description = "Review of the Process"
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _transitions = {"closed": ("draft",), "draft": ("closed",)}
    _writable = {
        NEW: ("company_id",),
        "draft": ("year", "quarter", "decided", "measure_ids"),
    }

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: self._get_last_quarter()[0]
    )
    quarter = fields.Selection(
        QUARTERS, required=True, default=lambda self: self._get_last_quarter()[1]
    )
    date_from = fields.Date(string="From", compute="_compute_dates", store=True, index=True)
    date_to = fields.Date(string="Until", compute="_compute_dates", store=True)
    state = fields.Selection(
        [("draft", "In Preparation"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    decided = fields.Text(
        string="What Was Decided",
        tracking=True,
        help="What the figures say to those who met, and what follows from it.",
    )
    measure_ids = fields.One2many("ar.process.measure", "review_id", string="Measures", copy=False)
    measure_count = fields.Integer(string="Measures Taken", compute="_compute_measure_count")
    previous_id = fields.Many2one(
        "ar.process.review", string="Quarter Before", compute="_compute_previous_id"
    )
    previous_measure_ids = fields.Many2many(
        "ar.process.measure",
        string="Measures of the Quarter Before",
        compute="_compute_previous_id",
    )
    figures = fields.Html(compute="_compute_figures", sanitize=False)
    # The sections as they were when it was closed, as JSON: jsonb would not keep their order.
    kept = fields.Text(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    closed_on = fields.Date(readonly=True, copy=False)

    _once_uniq = models.UniqueIndex(
        "(company_id, year, quarter)",
        "This quarter has a review already; open that one.",
    )

    @api.model
    def _get_last_quarter(self):
        """(year, quarter) of the last one that is over."""
        day = self.env.company._ar_today() - relativedelta(months=3)
        return day.year, f"q{(day.month + 2) // 3}"

    @api.depends("year", "quarter", "company_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_display_name(self):
        quarters = dict(self._fields["quarter"]._description_selection(self.env))
        several = len(self.env.companies) > 1
        for review in self:
            words = f"{quarters.get(review.quarter, '')} {review.year}"
            review.display_name = f"{words}, {review.company_id.name}" if several else words

    @api.depends("year", "quarter")
    def _compute_dates(self):
        for review in self:
            review.date_from = review.date_to = False
            if review.quarter and FIRST_YEAR <= review.year <= LAST_YEAR:
                month, months = PERIODS[review.quarter]
                review.date_from = date(review.year, month, 1)
                review.date_to = review.date_from + relativedelta(months=months, days=-1)

    @api.depends("company_id", "date_from")
    def _compute_previous_id(self):
        for company, reviews in self.grouped("company_id").items():
            days = {
                one: one.date_from - relativedelta(months=3) for one in reviews if one.date_from
            }
            found = self.search(
                [("company_id", "=", company.id), ("date_from", "in", list(days.values()))]
            )
            by_day = {one.date_from: one for one in found}
            for review in reviews:
                review.previous_id = by_day.get(days.get(review))
                review.previous_measure_ids = review.previous_id.measure_ids

    @api.depends("measure_ids")
    def _compute_measure_count(self):
        for review in self:
            review.measure_count = len(review.measure_ids)

    @api.depends("state", "kept", "date_from", "company_id")
    @api.depends_context("lang")
    def _compute_figures(self):
        for review in self:
            review.figures = review._render_sections() if review.date_from else False

    @api.constrains("year")
    def _check_year(self):
        for review in self:
            if not FIRST_YEAR <= review.year <= LAST_YEAR:
                raise ValidationError(
                    self.env._(
                        "The review is of the year %(year)s. Enter a year from %(first)s to "
                        "%(last)s.",
                        year=review.year,
                        first=FIRST_YEAR,
                        last=LAST_YEAR,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for review in self:
            if review.state == "closed":
                raise UserError(
                    self.env._(
                        "The review of %s is closed and stays. Open it again to change it.",
                        review.display_name,
                    )
                )

    # -- what people do ----------------------------------------------------------------

    def action_close(self):
        """Keep the figures as they are now, with what was decided.

        :raise UserError: the quarter is not over, or nothing was decided
        """
        self.check_access("write")
        for review in self.filtered(lambda one: one.state == "draft"):
            today = review.company_id._ar_today()
            review._check_may_close(today)
            review._move_to(
                "closed",
                kept=review._dump_sections(review._get_sections()),
                closed_by_id=self.env.uid,
                closed_on=today,
            )
        return True

    def _check_may_close(self, today):
        if self.date_to >= today:
            raise UserError(
                self.env._(
                    "The quarter of the review %(review)s ends on %(day)s. Close it after that.",
                    review=self.display_name,
                    day=format_date(self.env, self.date_to),
                )
            )
        if not (self.decided or "").strip() and not self.measure_ids:
            raise UserError(
                self.env._(
                    "The review %s says nothing that was decided. Enter it, or a measure with its "
                    "owner and day.",
                    self.display_name,
                )
            )

    def action_reopen(self):
        """Prepare it once more; its figures are read anew."""
        self.check_access("write")
        self._move_to("draft", kept=False, closed_by_id=False, closed_on=False)
        return True

    def action_print(self):
        """The printed page."""
        self.check_access("read")
        return self.env.ref("ar_collections.action_report_ar_process_review").report_action(
            self, config=False
        )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Open it again with the button, or write to its chatter.")
