"""How customers keep their promises, as figures of the scorecard."""

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ...credit.assessment.ar_credit_scorer import Metric


class ArCreditScorer(models.AbstractModel):
    # EXTENDS the room credit
    _inherit = "ar.credit.scorer"

    @api.model
    def _get_metrics(self):
        # EXTENDS the room credit
        return {
            **super()._get_metrics(),
            "promises_kept": Metric(
                self.env._("Promises kept (%)"),
                "ledger",
                0,
                self.env._("No promises are on record"),
            ),
        }

    def _count_promises(self, evidence):
        """{profile id: {state: number}} of the promises that fell due in the company's payment
        history."""
        promises = self.env["ar.promise"].sudo()
        company = evidence.company
        since = company._ar_today() - relativedelta(months=company.ar_credit_history_months)
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", promises._get_ends()),
            ("date", ">=", since),
        ]
        if not evidence.everybody:
            domain.append(("profile_id", "in", list(evidence.partners)))
        counts = {}
        for profile, state, count in promises._read_group(
            domain, ["profile_id", "state"], ["__count"]
        ):
            counts.setdefault(profile.id, {})[state] = count
        return counts

    def _measure_broken_promises(self, evidence):
        # EXTENDS the room credit
        counts = self._count_promises(evidence)
        return {profile_id: own.get("broken", 0) for profile_id, own in counts.items()}

    def _measure_promises_kept(self, evidence):
        counts = self._count_promises(evidence)
        return {
            profile_id: 100 * own.get("kept", 0) / sum(own.values())
            for profile_id, own in counts.items()
        }

    def _describe_promises_kept(self, found):
        return self.env._("%s %% of the promises kept", found.number)
