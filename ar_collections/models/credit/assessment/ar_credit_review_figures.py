"""What a review suggests: score, grade, limit, terms and next review."""

from odoo import api, models

from ....tools.credit import scoring


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    # -- the score ---------------------------------------------------------------------

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

    # -- limit and terms ---------------------------------------------------------------

    @api.depends("suggested_limit")
    def _compute_limit_amount(self):
        for review in self:
            draft = review.state == "draft"
            review.limit_amount = review.suggested_limit if draft else review.limit_amount

    # -- terms -------------------------------------------------------------------------

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

    @api.depends("rating_id", "date")
    def _compute_next_review_date(self):
        for review in self:
            draft = review.state == "draft"
            review.next_review_date = (
                review.date and review._default_next_review() if draft else review.next_review_date
            )

    @api.depends(
        "rating_id",
        "monthly_sales",
        "expected_monthly",
        "terms_days",
        "mean_delay",
        "net_worth",
        "net_worth_known",
        "insured_amount",
        "suggested_term_id",
    )
    def _compute_suggested_limit(self):
        for review in self:
            if review.state != "draft":
                review.suggested_limit = review.suggested_limit
                review.limit_reason = review.limit_reason
                continue
            candidates = review._get_candidates()
            best = scoring.smallest(candidate for candidate, _words in candidates)
            rounding = review.currency_id.rounding or 0.01
            limit = scoring.round_limit(best.amount, rounding) if best else 0.0
            review.suggested_limit = limit
            review.limit_reason = review._say_limit(best, candidates, limit)

    def _get_terms_days(self):
        """Days that the suggested terms give; those of the past where the grade has none."""
        term = self.suggested_term_id
        if not term:
            return self.terms_days or 30.0
        day = self.date or self.env.company._ar_today()
        shares = [
            (
                line.value_amount if line.value == "percent" else 100.0,
                (line._get_due_date(day) - day).days,
            )
            for line in term.line_ids
        ]
        return scoring.weighted_mean(shares) or 0.0
