"""The nightly look at series of rates that run out."""

from datetime import timedelta

from odoo import api, models

from .interest.ar_interest_reference import NOTICE_DAYS


class ArInterestReference(models.Model):
    _inherit = "ar.interest.reference"

    @api.model
    def _cron_watch(self):
        """Ask for the rates that will be missing soon, or are; once for each period."""
        companies = self._find_used()
        self._work_through(
            self.browse(sorted(reference.id for reference in companies)),
            lambda reference: reference._watch(companies[reference]),
            whole=True,
        )

    @api.model
    def _find_used(self):
        """{series: companies} of those that a dunning level uses, or somebody answers for."""
        everywhere = self.env["res.company"].search([])
        used = {}
        for level in self.env["ar.dunning.level"].search([("interest_rule_id", "!=", False)]):
            rule = level.interest_rule_id
            if level.policy_id.active and rule.active and rule._uses_reference():
                companies = level.company_id or rule.company_id or everywhere
                used[rule.reference_id] = used.get(rule.reference_id, companies) | companies
        for reference in self.search([("user_id", "!=", False)]):
            used.setdefault(reference, everywhere)
        return used

    def _watch(self, companies):
        """A task where the last row ends within ``NOTICE_DAYS``, or has ended."""
        company = companies[:1]
        today, last = company._ar_today(), self._get_last_day()
        if not last or last > today + timedelta(days=NOTICE_DAYS):
            return
        missing = {(self, last + timedelta(days=1))}
        if last < today:
            missing.add((self, today))
        self._ask_for_rates(missing, company)
