"""The facts that a review collects by itself."""

from odoo import Command, models
from odoo.exceptions import UserError

from ....tools.credit import scoring
from .ar_credit_scorer import Evidence


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    def _collect_facts(self):
        """Read the facts about the customers of these draft reviews, in a few queries for
        each company, and write a line for each factor of the scorecard."""
        for company, reviews in (
            self.filtered(lambda r: r.state == "draft").grouped("company_id").items()
        ):
            factors = self.env["ar.credit.factor"]._for_company(company)
            if not factors:
                raise UserError(
                    self.env._(
                        "%s has no scorecard. Set up its factors under Configuration > Scorecard.",
                        company.name,
                    )
                )
            partners = {profile.id: profile.partner_id.id for profile in reviews.profile_id}
            evidence = Evidence(self.env, company, partners)
            scorer = self.env["ar.credit.scorer"]
            values = scorer._measure(set(factors.mapped("metric")), evidence)
            answers = reviews._read_answers()
            for review in reviews:
                review._write_facts(factors, evidence, values, answers)

    def _read_answers(self):
        """{(profile id, factor id): answer} to qualitative factors: this review's own, else
        those of the customer's last approved one."""
        lines = self.env["ar.credit.review.line"].search(
            [
                ("review_id.profile_id", "in", self.profile_id.ids),
                ("choice_id", "!=", False),
                "|",
                ("review_id", "in", self.ids),
                ("review_id.state", "=", "approved"),
            ]
        )
        answers = {}
        # Drafts last: they replace what was said before.
        for line in lines.sorted(lambda line: (line.review_id in self, line.review_id.date)):
            answers[line.review_id.profile_id.id, line.factor_id.id] = line.choice_id
        return answers

    def _write_facts(self, factors, evidence, values, answers):
        self.ensure_one()
        company, profile_id = evidence.company, self.profile_id.id
        paid = evidence.behaviour[profile_id]
        statement = evidence.statements.get(profile_id)
        lines = [
            Command.create(self._prepare_line(factor, evidence, values[factor.metric], answers))
            for factor in factors
        ]
        # Facts are nobody's to write, see ``write``.
        self.sudo().write(
            {
                "line_ids": [Command.clear(), *lines],
                "monthly_sales": self._get_monthly_sales(company, paid),
                "terms_days": paid.get("terms_days") or 0.0,
                "mean_delay": paid.get("mean_delay") or 0.0,
                "net_worth_known": bool(statement and statement.total_assets),
                "net_worth": statement.currency_id._convert(
                    statement.equity, company.currency_id, company, statement.date
                )
                if statement
                else 0.0,
                "insured_amount": self.profile_id._get_insured_amount(),
            }
        )

    def _get_monthly_sales(self, company, paid):
        """Monthly sales of the last year; of a younger relationship, of its own months."""
        if not paid or not paid["first_date"]:
            return 0.0
        months = (company._ar_today() - paid["first_date"]).days / scoring.DAYS_PER_MONTH
        return company.currency_id.round(paid["volume"] / min(max(months, 1.0), 12.0))

    def _prepare_line(self, factor, evidence, values, answers):
        """Values of the line of one factor.

        :param values: {profile id: what the factor looks at}
        """
        profile_id = self.profile_id.id
        value = values.get(profile_id)
        scorer = self.env["ar.credit.scorer"]
        found = scorer._describe(factor.metric, value, evidence, profile_id)
        points = factor._points(value)
        answer = self.env["ar.credit.factor.line"]
        if factor.source == "qualitative":
            answer = answers.get((profile_id, factor.id), answer)
            points = answer.points if answer else None
        return {
            "factor_id": factor.id,
            "name": factor.name,
            "sequence": factor.sequence,
            "source": factor.source,
            "weight": factor.weight,
            "value": value or 0.0,
            "found": answer.display_name if answer else found,
            "choice_id": answer.id,
            "points": points or 0.0,
            "missing": points is None,
        }
