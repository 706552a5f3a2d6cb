"""Why a review suggests its grade, limit and terms, and what the approver should know."""

from odoo import api, models

from ....tools.credit import scoring


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    # -- the limit ---------------------------------------------------------------------

    def _get_candidates(self):
        """The limits that the rules of the company would give, each with its words.

        :return: list of (``tools.scoring.Candidate``, sentence)
        """
        self.ensure_one()
        rules = (
            self._candidate_need,
            self._candidate_net_worth,
            self._candidate_loss,
            self._candidate_insured,
        )
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

    def _say_limit(self, best, candidates, limit):
        """The candidates line by line, which one is the smallest, and the ``limit`` made of it."""
        if not best:
            return self.env._(
                "No rule gives a limit: there are no sales, no statement and no insurance. Enter "
                "the expected monthly sales, or a limit by hand."
            )
        lines = [words for _candidate, words in candidates]
        if len(lines) > 1:
            lines.append(self.env._("The smallest of them counts: %s.", self._money(best.amount)))
        if self.currency_id.compare_amounts(limit, best.amount):
            lines.append(self.env._("Suggested, rounded down: %s.", self._money(limit)))
        return "\n".join(lines)

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
