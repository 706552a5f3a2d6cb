"""The nightly look at series of rates that run out."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import plaintext2html

from .interest.ar_interest_reference import NOTICE_DAYS

CHECK_TYPE = "ar_collections.mail_activity_type_ar_check_rates"


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

    def _ask_to_check(self, company, today):
        """One task where a series that never runs out was not looked at for long; it is done as
        soon as somebody has."""
        user = self._get_responsible(company)
        speaking = self.sudo().with_context(lang=company._ar_pick_lang(user))
        if not self._is_stale(today):
            self.sudo().activity_feedback([CHECK_TYPE])
        elif user and not self.sudo().activity_search([CHECK_TYPE]):
            speaking.with_context(mail_activity_quick_update=True).activity_schedule(
                CHECK_TYPE,
                date_deadline=today,
                summary=speaking.env._("Compare the rates of %s", speaking.display_name),
                note=plaintext2html(speaking._say_stale()),
                user_id=user.id,
            )

    def _watch(self, companies):
        """A task where the last row ends within ``NOTICE_DAYS``, or has ended."""
        company = companies[:1]
        today, last = company._ar_today(), self._get_last_day()
        if not last and self.rate_ids:
            self._ask_to_check(company, today)
        if not last or last > today + timedelta(days=NOTICE_DAYS):
            return
        missing = {(self, last + timedelta(days=1))}
        if last < today:
            missing.add((self, today))
        self._ask_for_rates(missing, company)
