"""What a review suggests: grade, limit, terms and next review, with reasons in words."""

from odoo import api, fields, models

from ....tools.credit import scoring


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    # -- the score ----------------------------------------------------------------------

    score = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        tracking=True,
        aggregator="avg",
        help="0 (worst) to 100 (best).",
    )
    scored = fields.Boolean(
        compute="_compute_score", store=True, help="At least one factor has data."
    )
    only_ledger = fields.Boolean(
        string="Payment Behaviour Alone", compute="_compute_score", store=True
    )
    coverage = fields.Float(
        string="Known",
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="Share of the scorecard's weights that there is data for.",
    )
    missing = fields.Char(
        string="Missing Factors",
        compute="_compute_missing",
        help="Dropped out of the score; the others were scaled up.",
    )
    suggested_rating_id = fields.Many2one(
        "ar.credit.rating",
        string="Suggested Grade",
        compute="_compute_suggested_rating_id",
        store=True,
    )
    rating_id = fields.Many2one(
        "ar.credit.rating",
        string="Grade",
        compute="_compute_rating_id",
        store=True,
        readonly=False,
        ondelete="set null",
        tracking=True,
        domain="[('id', 'in', allowed_rating_ids)]",
    )
    allowed_rating_ids = fields.Many2many("ar.credit.rating", compute="_compute_allowed_rating_ids")
    rating_reason = fields.Char(string="Why This Grade", compute="_compute_rating_reason")

    # -- limit, terms, next review ----------------------------------------------------------

    limit_amount = fields.Monetary(
        string="Credit Limit",
        compute="_compute_limit_amount",
        store=True,
        readonly=False,
        tracking=True,
    )
    suggested_term_id = fields.Many2one(
        "account.payment.term", string="Suggested Terms", compute="_compute_suggested_term_id",
        store=True,
    )  # fmt: skip
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    term_reason = fields.Char(string="Why These Terms", compute="_compute_term_reason")
    next_review_date = fields.Date(
        string="Next Review",
        compute="_compute_next_review_date",
        store=True,
        readonly=False,
        tracking=True,
    )
    warning = fields.Text(compute="_compute_warning", help="What the approver should know.")

    _limit_positive = models.Constraint(
        "CHECK (limit_amount >= 0)", "A credit limit cannot be negative. Enter 0 for no credit."
    )

    def _get_score(self):
        """The pure score of the review's lines."""
        self.ensure_one()
        rows = [
            scoring.Factor(index, line.source, line.weight, None if line.missing else line.points)
            for index, line in enumerate(self.line_ids)
        ]
        if sum(row.weight for row in rows) <= 0:
            return scoring.Score(None, {}, (), 0.0, False)
        return scoring.score(rows)

    @api.depends("line_ids.weight", "line_ids.points", "line_ids.missing", "line_ids.source")
    def _compute_score(self):
        for review in self:
            found = review._get_score()
            review.score = round(found.total or 0.0, 2)
            review.scored = found.total is not None
            review.only_ledger = found.only_ledger
            review.coverage = found.coverage

    @api.onchange("line_ids")
    def _onchange_line_ids(self):
        """Each line's share changes with the answer to any of them: shown before saving."""
        self.line_ids._compute_contribution()

    @api.depends("line_ids.missing", "line_ids.name")
    def _compute_missing(self):
        for review in self:
            missing = review.line_ids.filtered("missing")
            review.missing = ", ".join(missing.mapped(lambda line: line.name or ""))

    @api.depends("score", "scored", "profile_id")
    def _compute_suggested_rating_id(self):
        for company, reviews in self.grouped("company_id").items():
            bands = self.env["ar.credit.rating"]._for_company(company)._bands()
            for review in reviews:
                total = review.score if review.scored else None
                draft = review.state == "draft"
                found = scoring.grade(total, bands) if draft else review.suggested_rating_id
                review.suggested_rating_id = found

    @api.depends("company_id")
    def _compute_allowed_rating_ids(self):
        for company, reviews in self.grouped("company_id").items():
            grades = self.env["ar.credit.rating"]
            reviews.allowed_rating_ids = grades._for_company(company or self.env.company)

    @api.depends("suggested_rating_id")
    def _compute_rating_id(self):
        for review in self:
            draft = review.state == "draft"
            review.rating_id = review.suggested_rating_id if draft else review.rating_id

    @api.depends("score", "scored", "suggested_rating_id", "coverage")
    def _compute_rating_reason(self):
        for review in self:
            grade = review.suggested_rating_id
            if not review.scored:
                reason = self.env._("Nothing is known of this customer yet.")
            elif not grade:
                reason = self.env._(
                    "No grade begins at or below the score of %s.", f"{review.score:g}"
                )
            else:
                reason = self.env._(
                    "The score of %(score)s reaches grade %(grade)s, which begins at %(start)s; "
                    "%(known)s %% of the scorecard is known.",
                    score=f"{review.score:g}",
                    grade=grade.code,
                    start=f"{grade.min_score:g}",
                    known=f"{100 * review.coverage:.0f}",
                )
            review.rating_reason = reason

    # -- limit and terms ------------------------------------------------------------------

    @api.depends("suggested_limit")
    def _compute_limit_amount(self):
        for review in self:
            draft = review.state == "draft"
            review.limit_amount = review.suggested_limit if draft else review.limit_amount

    # -- terms ----------------------------------------------------------------------------

    @api.depends("rating_id")
    def _compute_suggested_term_id(self):
        for review in self:
            draft = review.state == "draft"
            term = review.rating_id.payment_term_id if draft else review.suggested_term_id
            review.suggested_term_id = term

    @api.depends("suggested_term_id")
    def _compute_payment_term_id(self):
        for review in self:
            if review.state != "draft":
                review.payment_term_id = review.payment_term_id
                continue
            present = review.profile_id.payment_term_id
            pinned = review.profile_id.term_pinned
            review.payment_term_id = present if pinned else review.suggested_term_id or present

    @api.depends("suggested_term_id", "rating_id", "profile_id.term_pinned")
    def _compute_term_reason(self):
        for review in self:
            present = review.profile_id.payment_term_id.name
            if review.profile_id.term_pinned:
                reason = self.env._(
                    "The terms of this customer are pinned by hand: %s.",
                    present or self.env._("none"),
                )
            elif not review.suggested_term_id:
                reason = self.env._("Terms do not follow this grade; they stay as they are.")
            elif review.suggested_term_id.name == present:
                reason = self.env._(
                    "Grade %(grade)s has these terms, and the customer has them already.",
                    grade=review.rating_id.code,
                )
            else:
                reason = self.env._(
                    "Grade %(grade)s has the terms %(terms)s; at present: %(present)s.",
                    grade=review.rating_id.code,
                    terms=review.suggested_term_id.name,
                    present=present or self.env._("none"),
                )
            review.term_reason = reason

    @api.depends("rating_id", "date")
    def _compute_next_review_date(self):
        for review in self:
            draft = review.state == "draft"
            review.next_review_date = (
                review.date and review._default_next_review() if draft else review.next_review_date
            )

    # -- what the approver should know -------------------------------------------------------

    @api.depends("only_ledger", "limit_amount", "suggested_limit", "rating_id", "profile_id")
    def _compute_warning(self):
        for review in self:
            review.warning = "\n".join(review._list_warnings())

    def _list_warnings(self):
        self.ensure_one()
        found = []
        if self.only_ledger:
            found.append(
                self.env._(
                    "The score stands on payment behaviour alone. Some firms pay on time until "
                    "they fail: add figures from elsewhere."
                )
            )
        exposure = self.profile_id._read_exposure() if self.profile_id else 0.0
        if self.currency_id and self.currency_id.compare_amounts(self.limit_amount, exposure) < 0:
            found.append(
                self.env._(
                    "The limit of %(limit)s is below the present exposure of %(exposure)s: the "
                    "next order or invoice will be over the limit.",
                    limit=self._money(self.limit_amount),
                    exposure=self._money(exposure),
                )
            )
        if self.suggested_limit and self.limit_amount > self.suggested_limit:
            found.append(
                self.env._(
                    "The limit is %s above the suggested one.",
                    self._money(self.limit_amount - self.suggested_limit),
                )
            )
        found += filter(None, (self.profile_id.stale_figures, self.profile_id.stale_contact))
        return found
