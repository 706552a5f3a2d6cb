"""The nightly watch over limits, insurers' deadlines, securities and holds.

What applies today is read from dates whenever it is asked; the watch only tells people, and
keeps Odoo's own limit field and the history in step.
"""

import logging
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .ar_credit_four_eyes import TASK

LIMIT_NOTICE = 7
INSURER_NOTICE = 7


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    @api.model
    def _cron_watch(self):
        """Every company on its own day; a customer who fails does not stop the others."""
        companies = self.env["res.company"].search([])
        # One that fails is watched again tomorrow.
        self._work_through(
            companies, lambda company: self.with_company(company)._watch(company), whole=True
        )

    def _watch(self, company):
        """Do the night's work of one company; a part of it that fails does not stop the others."""
        for part in self._get_parts():
            self._attempt_one(
                company,
                part,
                # It is done again tomorrow.
                failed=lambda company, error: None,
                level=logging.ERROR,
            )

    @api.model
    def _get_parts(self):
        """What is done for each company: list of functions of the company, in this order."""
        holds = self.env["ar.credit.hold"]
        securities = self.env["ar.credit.security"]
        return [
            self._work_on(self._find_ended, lambda limit: limit._finish()),
            self._work_on(self._find_ending, lambda limit: limit._announce_end()),
            self._work_on(self._find_insured, lambda limit: limit._watch_deadline()),
            self._work_on(securities._find_ending, lambda security: security._announce_end()),
            holds._follow,
            self._work_on(holds._find_over, lambda hold: hold._finish()),
        ]

    def _work_on(self, find, work):
        """The part of the night that does ``work(record)`` for each of ``find(company)``."""
        return lambda company: self._each(find(company), work)

    def _each(self, records, work):
        """Work on each record in a savepoint; why it failed is told on the customer."""
        for record in records:
            self._attempt_one(record, work, self._tell_failed)

    def _tell_failed(self, record, error):
        record.profile_id._message_log(
            body=self.env._("The nightly credit watch failed: %s", error)
        )

    def _find_ended(self, company):
        """Valid limits whose last day is over."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "active"),
                ("date_to", "<", company._ar_today()),
            ]
        )

    def _finish(self):
        """Say that the last day is over; the limit itself has not counted since then."""
        self._end(self.env._("Its last day is over"))
        ended = self.env._("ended on %s.", format_date(self.env, self.date_to))
        self._log({self.profile_id: [self._say(ended)]})
        self.profile_id._mirror_credit_limit()

    def _find_ending(self, company):
        today = company._ar_today()
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "active"),
                ("replaced_by_id", "=", False),
                ("date_to", ">=", today),
                ("date_to", "<=", today + timedelta(days=LIMIT_NOTICE)),
            ]
        ).filtered(lambda limit: limit.warned_date != limit.date_to)

    def _announce_end(self):
        """Give the collector a task before the limit ends, once for each end."""
        self.sudo().warned_date = self.date_to
        self._make_task(
            self.date_to,
            self.env._("The limit of %s ends", self.currency_id.format(self.amount)),
        )

    def _find_insured(self, company):
        day = company._ar_today()
        return self.search(
            self._domain_in_force(day)
            & Domain("company_id", "=", company.id)
            & Domain("kind", "=", "insured")
            & Domain("notification_days", ">", 0)
        )

    def _watch_deadline(self):
        """Give the collector a task when an item must soon be reported to the insurer, once
        for each day that the oldest item fell due."""
        oldest = self._read_oldest_due().get(self)
        if not oldest or oldest == self.warned_date:
            return
        deadline = self._get_insurer_deadline(oldest)
        if deadline - timedelta(days=INSURER_NOTICE) > self.company_id._ar_today():
            return
        self.sudo().warned_date = oldest
        self._make_task(
            deadline,
            self.env._(
                "Report the overdue items to %s", self.insurer_id.name or self.env._("the insurer")
            ),
        )

    def _read_oldest_due(self):
        """{limit: first due date of what the customer owes, in the company and its branches}, of
        those who owe something overdue."""
        found = {}
        for company, limits in self.grouped("company_id").items():
            partners = limits.profile_id.partner_id
            totals = self.env["ar.open.item"]._read_totals(company._ar_tree().ids, partners.ids)
            days = {}
            for (partner_id, _company_id), total in totals.items():
                if day := total["oldest_due"]:
                    days[partner_id] = min(day, days.get(partner_id, day))
            owing = limits.filtered(lambda limit, days=days: limit.partner_id.id in days)
            found |= {limit: days[limit.partner_id.id] for limit in owing}
        return found

    def _get_insurer_deadline(self, oldest):
        """The last day on which what fell due on a day may be reported."""
        return oldest + timedelta(days=self.notification_days)

    def _make_task(self, deadline, summary):
        self.profile_id.activity_schedule(
            TASK, deadline, summary=summary, user_id=self.profile_id._get_collector().id
        )
