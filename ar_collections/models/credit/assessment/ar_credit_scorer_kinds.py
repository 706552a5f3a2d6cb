"""The first figures of the scorecard: payment behaviour, statements, ratings and judgement."""

from odoo import api, models
from odoo.tools import format_date

from ....tools.credit import scoring
from .ar_credit_scorer import Metric

_DAYS_PER_YEAR = 365.25


class ArCreditScorer(models.AbstractModel):
    _inherit = "ar.credit.scorer"

    @api.model
    def _get_metrics(self):
        # EXTENDS the room itself
        return {
            **super()._get_metrics(),
            "payment_index": Metric(self.env._("Payment index"), "ledger"),
            "on_time_share": Metric(self.env._("Paid on time (% of the amount)"), "ledger"),
            "worst_delay": Metric(self.env._("Worst delay (days)"), "ledger", 0),
            "overdue_share": Metric(self.env._("Overdue share (%)"), "ledger"),
            "broken_promises": Metric(
                self.env._("Broken promises"), "ledger", 0, self.env._("No promises are on record")
            ),
            "relationship_years": Metric(self.env._("Years as a customer"), "ledger"),
            "relationship_volume": Metric(self.env._("Invoiced in twelve months"), "ledger"),
            "altman_private": Metric(self.env._("Altman Z′ (manufacturers)"), "financial", 2),
            "altman_general": Metric(self.env._("Altman Z″ (any trade)"), "financial", 2),
            "debt_ratio": Metric(self.env._("Debt ratio (%)"), "financial", 2),
            "current_ratio": Metric(self.env._("Current ratio"), "financial", 2),
            "profit_margin": Metric(self.env._("Profit margin (%)"), "financial", 2),
            "cash_flow_ratio": Metric(
                self.env._("Operating cash flow / short-term debt"), "financial", 2
            ),
            "agency_score": Metric(self.env._("Agency score (0 to 100)"), "external"),
            "judgement": Metric(self.env._("Judgement by the reviewer"), "qualitative"),
        }

    # -- our ledger --------------------------------------------------------------------

    def _measure_behaviour(self, name, evidence, experiences=0):
        """{profile id: a figure of the ledger's reader} of those we have billed, and who paid
        at least so many invoices."""
        return {
            profile_id: paid[name]
            for profile_id, paid in evidence.behaviour.items()
            if paid and paid["first_date"] and paid["experiences"] >= experiences
        }

    def _measure_payment_index(self, evidence):
        return self._measure_behaviour("payment_index", evidence, scoring.MIN_EXPERIENCES)

    def _describe_payment_index(self, found):
        return self.env._(
            "%(index)s of 100, from %(count)s invoices (%(risk)s)",
            index=found.number,
            count=found.behaviour["experiences"],
            risk=self._name_risk(scoring.payment_risk(found.value)),
        )

    def _name_risk(self, risk):
        return {
            "low": self.env._("low risk"),
            "medium": self.env._("medium risk"),
            "high": self.env._("high risk"),
        }[risk]

    def _measure_on_time_share(self, evidence):
        return self._measure_behaviour("on_time", evidence, scoring.MIN_EXPERIENCES)

    def _describe_on_time_share(self, found):
        return self.env._("%s %% of the amount paid on time", found.number)

    def _measure_worst_delay(self, evidence):
        return self._measure_behaviour("worst_delay", evidence, 1)

    def _describe_worst_delay(self, found):
        if not found.value:
            return self.env._("Never late")
        return self.env._("%s days late at worst", found.number)

    def _measure_overdue_share(self, evidence):
        return self._measure_behaviour("overdue_share", evidence, 1)

    def _describe_overdue_share(self, found):
        return self.env._("%s %% of what is owed is overdue", found.number)

    def _measure_broken_promises(self, evidence):
        """Broken in the company's payment history. Nothing is known of promises here: the room
        that keeps them extends this."""
        return {}

    def _describe_broken_promises(self, found):
        return self.env._("%s promises broken", found.number)

    def _measure_relationship_years(self, evidence):
        today = evidence.company._ar_today()
        return {
            profile_id: (today - first).days / _DAYS_PER_YEAR
            for profile_id, first in self._measure_behaviour("first_date", evidence).items()
        }

    def _describe_relationship_years(self, found):
        return self.env._("Customer for %s years", found.number)

    def _measure_relationship_volume(self, evidence):
        return self._measure_behaviour("volume", evidence)

    def _describe_relationship_volume(self, found):
        amount = found.evidence.company.currency_id.format(found.value)
        return self.env._("%s invoiced in twelve months", amount)

    # -- financial statements ----------------------------------------------------------

    def _measure_ratio(self, name, evidence):
        return {profile_id: ratios[name] for profile_id, ratios in evidence.ratios.items()}

    def _measure_altman_private(self, evidence):
        return self._measure_ratio("altman_private", evidence)

    def _measure_altman_general(self, evidence):
        return self._measure_ratio("altman_general", evidence)

    def _measure_debt_ratio(self, evidence):
        return self._measure_ratio("debt_ratio", evidence)

    def _measure_current_ratio(self, evidence):
        return self._measure_ratio("current_ratio", evidence)

    def _measure_profit_margin(self, evidence):
        return self._measure_ratio("profit_margin", evidence)

    def _measure_cash_flow_ratio(self, evidence):
        return self._measure_ratio("cash_flow_ratio", evidence)

    # -- others ------------------------------------------------------------------------

    def _measure_agency_score(self, evidence):
        return {profile_id: rating.score for profile_id, rating in evidence.ratings.items()}

    def _describe_agency_score(self, found):
        return self.env._(
            "%(agency)s of %(date)s: %(score)s of 100",
            agency=found.rating.agency_id.name,
            date=format_date(self.env, found.rating.date),
            score=found.number,
        )

    def _measure_judgement(self, evidence):
        """Nothing: a person answers."""
        return {}
