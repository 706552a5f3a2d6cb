"""The facts of the scorecard: for many customers in a few queries, and in words."""

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ....tools.credit import scoring
from .ar_credit_factor import SOURCE_OF

_DAYS_PER_YEAR = 365.25


class ArCreditScorer(models.AbstractModel):
    """Reads facts; ``tools.scoring`` decides what they are worth; the review writes."""

    _name = "ar.credit.scorer"
    _description = "Credit Scorer"

    # -- facts ------------------------------------------------------------------------

    @api.model
    def _read_facts(self, profiles):
        """What is known of customers.

        :param profiles: of one company
        :return: {profile id: {'behaviour': dict of the ledger's reader, 'financials': record,
            'agency': record, 'values': {metric: number, or None if not known}}}
        """
        company = profiles.company_id
        behaviour = self._read_behaviour(company, profiles.partner_id.ids)
        promises = self._read_broken_promises(profiles.ids)
        statements = self._last_of("ar.credit.financials", profiles)
        ratings = self._last_of("ar.credit.agency.rating", profiles)
        facts = {}
        for profile in profiles:
            paid = behaviour.get(profile.partner_id.id, {})
            values = self._ledger_values(company, paid, promises.get(profile.id))
            statement = statements.get(profile.id, self.env["ar.credit.financials"])
            rating = ratings.get(profile.id, self.env["ar.credit.agency.rating"])
            values.update(statement._metrics() if statement else {})
            values["agency_score"] = rating.score if rating else None
            facts[profile.id] = {
                "behaviour": paid,
                "financials": statement,
                "agency": rating,
                "values": values,
            }
        return facts

    @api.model
    def _read_behaviour(self, company, partner_ids=None):
        """{partner id: facts of the ledger} in a company, in three queries."""
        found = self.env["ar.open.item"]._read_behaviour(
            company.ids, partner_ids, months=company.ar_credit_history_months
        )
        return {partner_id: facts for (partner_id, _company_id), facts in found.items()}

    @api.model
    def _read_broken_promises(self, profile_ids):
        """{profile id: number of promises broken in the company's payment history}.

        Nothing is known of promises here; the room that keeps them extends this.
        """
        return {}

    @api.model
    def _ledger_values(self, company, paid, promises=None):
        """{metric: value} of what the ledger's reader found; None for what it does not know.

        :param paid: a row of ``_read_behaviour``
        """
        values = dict.fromkeys(
            (metric for metric, source in SOURCE_OF.items() if source == "ledger"), None
        )
        values["broken_promises"] = promises
        if not paid or not paid["first_date"]:
            return values
        if paid["experiences"] >= scoring.MIN_EXPERIENCES:
            values["payment_index"] = paid["payment_index"]
            values["on_time_share"] = paid["on_time"]
        if paid["experiences"]:
            values["worst_delay"] = paid["worst_delay"]
            values["overdue_share"] = paid["overdue_share"]
        age = (company._ar_today() - paid["first_date"]).days
        values["relationship_years"] = age / _DAYS_PER_YEAR
        values["relationship_volume"] = paid["volume"]
        return values

    @api.model
    def _last_of(self, model, profiles):
        """{profile id: the last dated record of ``model``}, in one query."""
        records = self.env[model].search([("profile_id", "in", profiles.ids)])
        last = {}
        for record in records:
            last.setdefault(record.profile_id.id, record)
        return last

    # -- words ------------------------------------------------------------------------

    @api.model
    def _describe(self, metric, facts, company):
        """What was found, or why nothing was, in a sentence.

        :param facts: of one customer, as ``_read_facts`` gives them
        """
        value = facts["values"].get(metric)
        source = SOURCE_OF[metric]
        if value is None:
            return self._describe_missing(metric, source, facts)
        number = formatLang(self.env, value, digits=self._digits(metric))
        if metric == "payment_index":
            return self.env._(
                "%(index)s of 100, from %(count)s invoices (%(risk)s)",
                index=number,
                count=facts["behaviour"]["experiences"],
                risk=self._name_risk(scoring.payment_risk(value)),
            )
        if metric == "agency_score":
            return self.env._(
                "%(agency)s of %(date)s: %(score)s of 100",
                agency=facts["agency"].agency_id.name,
                date=format_date(self.env, facts["agency"].date),
                score=number,
            )
        if source == "financial":
            return self.env._(
                "%(value)s, from the statement of %(date)s",
                value=number,
                date=format_date(self.env, facts["financials"].date),
            )
        return self._describe_ledger(metric, value, number, company)

    @api.model
    def _describe_ledger(self, metric, value, number, company):
        if metric == "on_time_share":
            return self.env._("%s %% of the amount paid on time", number)
        if metric == "worst_delay":
            return (
                self.env._("%s days late at worst", number) if value else self.env._("Never late")
            )
        if metric == "overdue_share":
            return self.env._("%s %% of what is owed is overdue", number)
        if metric == "broken_promises":
            return self.env._("%s promises broken", number)
        if metric == "relationship_years":
            return self.env._("Customer for %s years", number)
        return self.env._("%s invoiced in twelve months", company.currency_id.format(value))

    @api.model
    def _describe_missing(self, metric, source, facts):
        if metric == "broken_promises":
            return self.env._("No promises are on record")
        if source == "ledger" and not facts["behaviour"].get("first_date"):
            return self.env._("No invoices yet")
        if source == "ledger":
            return self.env._(
                "%(found)s paid or overdue invoices; %(needed)s are needed",
                found=facts["behaviour"].get("experiences", 0),
                needed=scoring.MIN_EXPERIENCES,
            )
        if source == "external":
            return self.env._("No agency rating")
        if source == "qualitative":
            return self.env._("Choose an answer")
        if not facts["financials"]:
            return self.env._("No financial statement")
        return self.env._("Does not apply to this business, or its figures are not given")

    @api.model
    def _digits(self, metric):
        if metric in ("worst_delay", "broken_promises"):
            return 0
        return 2 if SOURCE_OF[metric] == "financial" else 1

    @api.model
    def _name_risk(self, risk):
        return {
            "low": self.env._("low risk"),
            "medium": self.env._("medium risk"),
            "high": self.env._("high risk"),
        }[risk]
