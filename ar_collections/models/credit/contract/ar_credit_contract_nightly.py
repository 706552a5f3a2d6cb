"""The nightly watch over contracts: ends, deadlines, extensions, and terms that begin."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import format_date

TASK = "mail.mail_activity_data_todo"


class ArCreditContract(models.Model):
    _inherit = "ar.credit.contract"

    @api.model
    def _find_approved(self, company):
        return self.search([("company_id", "=", company.id), ("state", "=", "approved")])

    def _watch(self):
        """Bring one approved contract up to the company's day."""
        self.ensure_one()
        today = self.company_id._ar_today()
        self._extend(today)
        if not self._is_in_force(today) and self.end_date and self.end_date < today:
            self._close("ended", self.end_date, self.end_reason or self.env._("Its term is over."))
            return
        self._apply_terms()
        days = self.company_id.sudo().ar_contract_notice_days
        near = self.deadline and self.deadline - timedelta(days=days) <= today
        if near and self.deadline >= today and self.warned_date != self.deadline:
            self._announce_deadline()

    def _extend(self, today):
        """Prolong the contract by its own clause where nobody gave notice in time."""
        terms = self._get_last_version()
        if self.ending_date or not terms.extension_months or not self.end_date:
            return
        before = end = self.end_date
        deadline = timedelta(days=terms.notice_days)
        while end - deadline < today:
            end += relativedelta(months=terms.extension_months)
        if end != before:
            self.extended_to = end
            self._tell(
                self.env._(
                    "Nobody gave notice: the contract %(contract)s is extended from %(before)s to "
                    "%(until)s, as its clause says.",
                    contract=self.name,
                    before=format_date(self.env, before),
                    until=format_date(self.env, end),
                )
            )

    def _announce_deadline(self):
        """Give the responsible a task before the deadline, once for each."""
        self.warned_date = self.deadline
        if self.deadline < self.end_date:
            summary = self.env._(
                "Give notice or let the contract %(contract)s go on after %(end)s",
                contract=self.name,
                end=format_date(self.env, self.end_date),
            )
        else:
            summary = self.env._("The contract %s ends", self.name)
        self.activity_schedule(
            TASK,
            self.deadline,
            summary=summary,
            user_id=self.profile_id._get_collector(self.user_id).id,
        )
