"""Sentences over the figures of the aging: what their reader has to know."""

from odoo import models
from odoo.tools import format_date


class ArAgingReport(models.AbstractModel):
    """What the reader of the report has to know beside the figures."""

    _inherit = "ar.aging.report"

    def _get_notes(self, query, scope, leaves):
        """The sentences that stand over the figures.

        :param leaves: what is owed, shown or not; without any, the report says why
        """
        companies = self.env["res.company"].sudo().browse(query.company_ids)
        notes = []
        if query.as_of > companies[0]._ar_today():
            notes.append(
                self.env._(
                    "This day is still to come: shown is what is dated until then as it stands "
                    "now, aged to that day."
                )
            )
        notes += self._get_chart_notes(companies)
        if leaves:
            return notes + self._get_rate_notes(scope)
        return notes + self._get_early_notes(query)

    def _get_chart_notes(self, companies):
        """Companies that cannot have receivables yet."""
        return [
            self.env._(
                "%s has no chart of accounts, so nothing can be owed to it: install one in the "
                "settings of accounting.",
                company.name,
            )
            for company in companies
            if not company.root_id.chart_template and not self._has_receivable_account(company)
        ]

    def _has_receivable_account(self, company):
        accounts = self.env["account.account"].sudo().with_company(company)
        domain = accounts._check_company_domain(company)
        return accounts.search_count([*domain, ("account_type", "=", "asset_receivable")], limit=1)

    def _get_early_notes(self, query):
        """Nothing is open: is it because nothing was booked yet?"""
        scope = self._prepare_scope(query, None)
        if self.env["ar.open.item"]._is_empty(scope):
            return []
        first = self.env["ar.open.item"]._read_first_date(scope)
        if not first or first <= query.as_of:
            return []
        return [
            self.env._(
                "Nothing had been booked by this day: the first entry is of %s.",
                format_date(self.env, first),
            )
        ]

    def _get_rate_notes(self, scope):
        """Currencies of open items that have no rate at all: Odoo takes them one to one."""
        currencies = self.env["ar.open.item"]._read_currencies_without_rate(scope)
        return [
            self.env._(
                "%s has no exchange rate: its items count as they were booked, at one to one "
                "unless the entry says otherwise. Enter its rates in accounting.",
                currency.name,
            )
            for currency in currencies
        ]
