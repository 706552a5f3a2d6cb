"""When the interest on a debt begins, and an example on the form of a rule."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import formatLang

from ....tools.dunning.default import Dates, Start, last_free_day
from ....tools.dunning.interest import MissingRate, Segment


class ArInterestRule(models.Model):
    _inherit = "ar.interest.rule"

    # -- the days of a debt ------------------------------------------------------------

    def _get_last_free_day(self, due, invoiced, move):
        """The last day without interest of a debt under the rule.

        :param invoiced: the day of its invoice; the due date where there is none
        :param move: its document, as superuser; may be empty
        """
        self.ensure_one()
        start = self._as_start()
        if start == Start():
            return due
        agreed = bool(move.invoice_payment_term_id) or due > invoiced
        return last_free_day(start, Dates(due, invoiced, move.delivery_date or None, agreed))

    @api.model
    def _read_contract_days(self, wanted):
        """When the contracts were made that debts belong to: the customer's latest contract by
        the day of the invoice, else that day. One query.

        :param wanted: list of (key, customer account, day of the invoice)
        :return: {key: day}
        """
        profile_ids = list({profile.id for _key, profile, _day in wanted})
        contracts = (
            self.env["ar.credit.contract"]
            .sudo()
            .search(
                [("profile_id", "in", profile_ids), ("state", "!=", "draft")],
                order="date_from, id",
            )
            .filtered("profile_id")
            .grouped("profile_id")
        )
        days = {}
        for key, profile, invoiced in wanted:
            own = contracts.get(profile, self.env["ar.credit.contract"])
            starts = [one.date_from for one in own if one._is_in_force(invoiced)]
            days[key] = max(starts, default=invoiced)
        return days

    # -- an example --------------------------------------------------------------------

    def _compute_example_inputs(self):
        self.example_amount = 10000.0
        self.example_days = 45

    @api.depends(
        "example_amount",
        "example_days",
        "name",
        "basis",
        "reference_id.rate_ids.rate",
        "reference_id.rate_ids.date_from",
        "reference_id.rate_ids.date_to",
        "multiple",
        "margin",
        "agreed_rate",
        "rate_unit",
        "at_least_reference",
        "fixing",
        "compounding",
        "day_count",
        "compensation_ids.amount_from",
        "compensation_ids.compensation",
        "limit_currency_id",
        "currency_id",
        "company_id",
    )
    @api.depends_context("company", "lang")
    def _compute_example_result(self):
        for rule in self:
            try:
                rule.example_result = "\n".join(rule._example_sentences())
            except MissingRate as missing:
                # An example that cannot be computed says why, and does not stop the form.
                rule.example_result = rule._say_missing_rate(missing.day)

    def _example_sentences(self):
        """The explanation and the sums for a debt that has been late for some days today."""
        self.ensure_one()
        fault = self._rule_fault()
        if fault or self.example_days <= 0 or self.example_amount <= 0:
            return [fault] if fault else []
        company = self.company_id or self.env.company
        today, currency = company._ar_today(), self.currency_id or company.currency_id
        first = today - timedelta(days=self.example_days - 1)
        segments = [Segment(self.example_amount, first, today)]
        interest = self._compute_interest(segments, currency, today)
        debt = (self.id, currency, self.example_amount)
        compensation = self._compensation_for_items([debt], today, company)[self.id]
        total = formatLang(self.env, float(interest.amount), currency_obj=currency)
        sentences = [
            *self._format_explanation(interest.lines, currency),
            self.env._("Interest: %s", total),
        ]
        if compensation:
            amount = formatLang(self.env, compensation, currency_obj=currency)
            sentences.append(self.env._("Fixed compensation: %s", amount))
        return sentences
