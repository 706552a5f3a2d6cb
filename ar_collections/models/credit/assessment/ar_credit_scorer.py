"""The figures of the scorecard: for many customers in a few queries, and in words."""

from functools import cached_property
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ....tools.credit import scoring

SOURCES = [
    ("ledger", "Own ledger"),
    ("financial", "Financial statement"),
    ("external", "Agency rating"),
    ("qualitative", "Qualitative"),
]


class Metric(NamedTuple):
    """A figure that a factor of the scorecard can look at.

    :param name: a few words, in the language of the context
    :param source: one of ``SOURCES``; those of the ledger are scored again every night
    :param digits: decimals of the figure when it is told
    :param missing: why there is no figure, a sentence; empty: what is usual for its source
    """

    name: str
    source: str
    digits: int = 1
    missing: str = ""


class Evidence:
    """What is known of customers of one company, read when it is first asked for.

    :param partners: {profile id: partner id}
    :param everybody: the customers are all, or nearly all, of the company
    """

    def __init__(self, env, company, partners, everybody=False):
        self.env = env
        self.company = company
        self.partners = partners
        self.everybody = everybody

    @cached_property
    def behaviour(self):
        """{profile id: what our ledger says, ``ar.open.item._read_behaviour``; {} for nothing}"""
        company = self.company
        found = self.env["ar.open.item"]._read_behaviour(
            company.ids,
            None if self.everybody else list(self.partners.values()),
            months=company.ar_credit_history_months,
        )
        return {
            profile_id: found.get((partner_id, company.id), {})
            for profile_id, partner_id in self.partners.items()
        }

    @cached_property
    def statements(self):
        """{profile id: the last financial statement}"""
        return self._last_of("ar.credit.financials")

    @cached_property
    def ratings(self):
        """{profile id: the last rating by an agency}"""
        return self._last_of("ar.credit.agency.rating")

    @cached_property
    def ratios(self):
        """{profile id: {metric: ratio of the last statement, or None}}"""
        return {id_: statement._metrics() for id_, statement in self.statements.items()}

    def _last_of(self, model):
        return self.env["ar.credit.scorer"]._last_of(model, list(self.partners))


class Found(NamedTuple):
    """A figure of one customer, for the words about it.

    :param value: the figure, None for what is not known
    :param number: the figure in the user's language, with the digits of its metric
    :param evidence: ``Evidence`` that it is part of
    """

    value: float | None
    number: str
    evidence: Evidence
    profile_id: int

    @property
    def behaviour(self):
        return self.evidence.behaviour[self.profile_id]

    @property
    def statement(self):
        return self.evidence.statements.get(self.profile_id)

    @property
    def rating(self):
        return self.evidence.ratings.get(self.profile_id)


class ArCreditScorer(models.AbstractModel):
    """Reads figures; ``tools.scoring`` decides what they are worth; the review writes.

    An add-on adds a figure by an entry in ``_get_metrics`` and a method
    ``_measure_<code>(evidence)``, which returns {profile id: number} of the customers of whom
    it is known, read for all of them together. If its number alone says too little,
    ``_describe_<code>(found)`` gives a sentence. See ``ar_credit_scorer_kinds.py``.
    """

    _name = "ar.credit.scorer"
    _description = "Credit Scorer"

    @api.model
    def _get_metrics(self):
        """The figures, in the order they are offered.

        :return: {code: ``Metric``}
        """
        return {}

    @api.model
    def _measure(self, codes, evidence):
        """What is known of customers, of the figures that are asked for.

        :return: {code: {profile id: number}}; {} for a figure whose add-on is gone
        """
        known = self._get_metrics()
        return {
            code: getattr(self, f"_measure_{code}")(evidence) if code in known else {}
            for code in codes
        }

    @api.model
    def _last_of(self, model, profile_ids):
        """{profile id: the last dated record of ``model``}, in one query."""
        last = {}
        for record in self.env[model].search([("profile_id", "in", profile_ids)]):
            last.setdefault(record.profile_id.id, record)
        return last

    # -- words -------------------------------------------------------------------------

    @api.model
    def _describe(self, code, value, evidence, profile_id):
        """What was found, or why nothing was, in a sentence.

        :param value: what was measured, None for nothing
        """
        metric = self._get_metrics().get(code)
        if metric is None:
            return self.env._("The add-on that brings this figure is not installed any more")
        if value is None:
            found = Found(None, "", evidence, profile_id)
            return metric.missing or self._describe_missing(metric.source, found)
        number = formatLang(self.env, value, digits=metric.digits)
        found = Found(value, number, evidence, profile_id)
        describe = getattr(self, f"_describe_{code}", None)
        return describe(found) if describe else self._describe_number(metric.source, found)

    @api.model
    def _describe_number(self, source, found):
        """The words for a figure without words of its own."""
        if source == "financial" and found.statement:
            return self.env._(
                "%(value)s, from the statement of %(date)s",
                value=found.number,
                date=format_date(self.env, found.statement.date),
            )
        return found.number

    @api.model
    def _describe_missing(self, source, found):
        if source == "ledger" and not found.behaviour.get("first_date"):
            return self.env._("No invoices yet")
        if source == "ledger":
            return self.env._(
                "%(found)s paid or overdue invoices; %(needed)s are needed",
                found=found.behaviour.get("experiences", 0),
                needed=scoring.MIN_EXPERIENCES,
            )
        if source == "external":
            return self.env._("No agency rating")
        if source == "qualitative":
            return self.env._("Choose an answer")
        if not found.statement:
            return self.env._("No financial statement")
        return self.env._("Does not apply to this business, or its figures are not given")
