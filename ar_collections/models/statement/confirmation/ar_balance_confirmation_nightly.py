"""Who has not answered is reminded, once a day at most."""

import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ....tools.channel import courtesy

_logger = logging.getLogger(__name__)

BATCH = 20
REMIND_CRON = "ar_collections.ir_cron_balance_remind"


class ArBalanceConfirmation(models.Model):
    _inherit = "ar.balance.confirmation"

    def _get_lang(self):
        """The language that the customer is spoken to in."""
        return self.statement_id._get_lang()

    @api.model
    def _cron_remind(self, batch_size=BATCH):
        """Remind of what is due on each company's own day, in batches that commit."""
        self.env["ar.job.mixin"]._work_through(
            self.env["res.company"].search([("ar_confirm_reminders", ">", 0)]),
            lambda company: self._remind_in(company, batch_size),
        )

    @api.model
    def _remind_in(self, company, batch_size):
        """Remind of what is due in a company; who was reminded is not due any more."""
        due = self._find_due(company)
        for batch in self.env["ar.job.mixin"]._in_batches(due, batch_size):
            for one in batch:
                one._remind_safely()

    @api.model
    def _find_due(self, company):
        """The confirmations to remind of today, whatever stands in the way of each."""
        today = company._ar_today()
        before = today - timedelta(days=company.ar_confirm_reminder_days)
        domain = Domain("company_id", "=", company.id) & Domain("state", "=", "asked")
        domain &= Domain("date_expiry", ">=", today)
        domain &= Domain("reminder_count", "<", company.ar_confirm_reminders)
        domain &= Domain("date_asked", "<=", before)
        domain &= Domain("date_reminded", "=", False) | Domain("date_reminded", "<=", before)
        return self.search(domain, order="id")

    def _is_due(self):
        """Whether the customer is to be reminded now, read again under lock."""
        company = self.company_id
        today = company._ar_today()
        wait = timedelta(days=company.ar_confirm_reminder_days)
        last = self.date_reminded or self.date_asked
        return (
            self._is_open()
            and self.reminder_count < company.ar_confirm_reminders
            and last + wait <= today
        )

    def _remind_safely(self):
        """Remind of one; a customer that cannot be reached does not stop the others."""
        self.ensure_one()
        self.env["ar.job.mixin"]._attempt_one(
            self,
            lambda one: one._remind_if_due(),
            failed=lambda one, error: one._fail_to_remind(error),
            leave_busy=True,
        )

    def _remind_if_due(self):
        if not self.try_lock_for_update():
            return
        self.invalidate_recordset()
        if self._is_due() and not self._waits_for_hour():
            self._remind()

    def _waits_for_hour(self):
        """Whether the reminder may not leave at this moment; the job comes back when it may."""
        moment = self._map_hours().get(self.id)
        if moment:
            self.env["ir.cron"]._ar_wake(REMIND_CRON, at=moment.stored)
        return bool(moment)

    def _map_hours(self):
        """{id: ``Moment``} of those whose reminder would have to wait now; set-based."""
        timed = self.filtered(lambda one: one.statement_id._get_timed_ways())
        facts = timed.statement_id._read_courtesy()
        moments = {one.id: courtesy.decide(facts[one.statement_id.id]) for one in timed}
        return {id_: moment for id_, moment in moments.items() if moment.reason}

    @api.depends("state", "date_expiry", "reminder_ids.date")
    @api.depends_context("lang", "tz")
    def _compute_remind_note(self):
        self.remind_note = False
        due = self.sudo().filtered(lambda one: one.state == "asked" and one._is_due())
        words = self.env["ar.statement"]._get_wait_words()
        for id_, moment in due._map_hours().items():
            self.browse(id_).remind_note = self.env._(
                "The reminder waits until %(moment)s: %(reason)s.",
                moment=format_datetime(self.env, moment.stored, dt_format="short"),
                reason=words.get(moment.reason, moment.reason),
            )

    def _fail_to_remind(self, error):
        """It is rolled back: keep why, unless somebody else has reminded meanwhile."""
        if isinstance(error, UniqueViolation):
            _logger.info("Somebody else reminds of confirmation %s", self.id)
            return
        if not isinstance(error, UserError):
            _logger.error("Confirmation %s could not be reminded of", self.id, exc_info=error)
        if self.statement_id._is_own_fault(error):
            # It is tried again tomorrow, and a manager is told, not each customer's collector.
            self.statement_id._tell_own_fault(error)
        self.sudo().error = str(error)

    def action_remind(self):
        """Remind now of what has not been answered, whenever it was asked.

        :raise UserError: it is answered, over, or was reminded of today
        """
        self.check_access("write")
        for one in self:
            if not one._is_open():
                raise UserError(
                    self.env._(
                        "%s takes no answer any more. Give the customer more time first.",
                        one.display_name,
                    )
                )
            if one.date_reminded == one.company_id._ar_today():
                raise UserError(
                    self.env._("The customer was reminded of %s today already.", one.name)
                )
            one.lock_for_update()
            one.sudo()._remind()
        return True

    def _remind(self):
        """Send one reminder, with the statement as it was sent.

        :raise UserError: the customer cannot be reached that way, or the link is no good
        """
        if strangers := self._find_strangers():
            raise UserError(self._say_strangers(strangers))
        reminder = (
            self.env["ar.balance.reminder"]
            .sudo()
            .create(
                {
                    "confirmation_id": self.id,
                    "date": self.company_id._ar_today(),
                    "channel": self.statement_id.channel,
                }
            )
        )
        # The index must speak before anything is written for the customer.
        reminder.flush_recordset()
        reminder._send_bundles()
        self.sudo().error = False
