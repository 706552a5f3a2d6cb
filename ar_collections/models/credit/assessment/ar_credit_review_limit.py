"""The limit that a review suggests: the smallest that the company's rules give."""

from odoo import api, fields, models

from ....tools.base.money import round_to
from ....tools.credit import scoring


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    # -- what the limit is computed from: facts, kept as they were found -------------------

    monthly_sales = fields.Monetary(
        readonly=True, help="Mean of the last twelve months, from our own invoices."
    )
    expected_monthly = fields.Monetary(
        string="Expected Monthly Sales",
        help="What the customer is expected to buy in a month, where that differs from the past. "
        "Empty: the mean of the last twelve months.",
    )
    terms_days = fields.Float(
        string="Present Terms (Days)", readonly=True, digits=(16, 1),
        help="Mean days from invoice to due date.",
    )  # fmt: skip
    mean_delay = fields.Float(
        string="Mean Delay (Days)", readonly=True, digits=(16, 1),
        help="Mean days beyond terms, weighted by amount; negative: paid early.",
    )  # fmt: skip
    net_worth = fields.Monetary(
        readonly=True, help="Equity of the last financial statement, in company currency."
    )
    net_worth_known = fields.Boolean(readonly=True)
    insured_amount = fields.Monetary(string="Insured", readonly=True)

    suggested_limit = fields.Monetary(compute="_compute_suggested_limit", store=True)
    limit_reason = fields.Text(
        string="Why This Limit", compute="_compute_suggested_limit", store=True
    )

    # -- the limit ------------------------------------------------------------------------

    def _get_candidates(self):
        """The limits that the rules of the company would give, each with its words.

        :return: list of (``tools.scoring.Candidate``, sentence)
        """
        self.ensure_one()
        rules = (self._candidate_need, self._candidate_net_worth, self._candidate_loss,
                 self._candidate_insured)  # fmt: skip
        return [found for rule in rules if (found := rule())]

    def _money(self, amount):
        currency = self.currency_id or self.env.company.currency_id
        return currency.format(amount)

    def _candidate_need(self):
        grade, sales = self.rating_id, self.expected_monthly or self.monthly_sales
        if not grade or (not sales and grade.limit_factor):
            return None
        if not grade.limit_factor:
            words = self.env._("Grade %s gives no credit.", grade.code)
            return scoring.Candidate("need", 0.0), words
        days = self._get_terms_days()
        amount = scoring.need(sales, days, self.mean_delay, grade.limit_factor)
        words = self.env._(
            "Need: %(sales)s a month × (%(days)s days of terms + %(delay)s of delay) / 30 × "
            "%(factor)s for grade %(grade)s = %(amount)s.",
            sales=self._money(sales),
            days=f"{days:g}",
            delay=f"{self.mean_delay:.0f}",
            factor=f"{grade.limit_factor:g}",
            grade=grade.code,
            amount=self._money(amount),
        )
        return scoring.Candidate("need", amount), words

    def _candidate_net_worth(self):
        share = self.company_id.ar_credit_net_worth_share
        if not share or not self.net_worth_known:
            return None
        amount = scoring.net_worth_cap(self.net_worth, share)
        words = self.env._(
            "Net worth: %(share)s %% of %(worth)s = %(amount)s.",
            share=f"{100 * share:g}",
            worth=self._money(self.net_worth),
            amount=self._money(amount),
        )
        return scoring.Candidate("net_worth", amount), words

    def _candidate_loss(self):
        company, default = self.company_id, self.rating_id.default_probability
        loss = company.ar_credit_loss_given_default
        amount = scoring.loss_cap(company.ar_credit_loss_budget, default, loss)
        if not company.ar_credit_loss_budget or amount is None:
            return None
        words = self.env._(
            "Expected loss: a budget of %(budget)s / (%(default)s %% probability of default × "
            "%(loss)s %% loss) = %(amount)s.",
            budget=self._money(company.ar_credit_loss_budget),
            default=f"{100 * default:g}",
            loss=f"{100 * loss:g}",
            amount=self._money(amount),
        )
        return scoring.Candidate("loss", amount), words

    def _candidate_insured(self):
        if not self.insured_amount:
            return None
        words = self.env._("Insurance: covered up to %s.", self._money(self.insured_amount))
        return scoring.Candidate("insured", self.insured_amount), words

    @api.depends(
        "rating_id", "monthly_sales", "expected_monthly", "terms_days", "mean_delay", "net_worth",
        "net_worth_known", "insured_amount", "suggested_term_id",
    )  # fmt: skip
    def _compute_suggested_limit(self):
        for review in self:
            if review.state != "draft":
                review.suggested_limit = review.suggested_limit
                review.limit_reason = review.limit_reason
                continue
            candidates = review._get_candidates()
            best = scoring.smallest(candidate for candidate, _words in candidates)
            rounding = review.currency_id.rounding or 0.01
            review.suggested_limit = round_to(best.amount, rounding) if best else 0.0
            review.limit_reason = review._say_limit(best, candidates)

    def _say_limit(self, best, candidates):
        """The candidates line by line, and which one is the smallest."""
        if not best:
            return self.env._(
                "No rule gives a limit: there are no sales, no statement and no insurance. Enter "
                "the expected monthly sales, or a limit by hand."
            )
        lines = [words for _candidate, words in candidates]
        if len(lines) > 1:
            lines.append(self.env._("The smallest of them counts: %s.", self._money(best.amount)))
        return "\n".join(lines)

    def _get_terms_days(self):
        """Days that the suggested terms give; those of the past where the grade has none."""
        term = self.suggested_term_id
        if not term:
            return self.terms_days or 30.0
        day = self.date or self.env.company._ar_today()
        shares = [
            (line.value_amount if line.value == "percent" else 100.0,
             (line._get_due_date(day) - day).days)
            for line in term.line_ids
        ]  # fmt: skip
        return scoring.weighted_mean(shares) or 0.0
