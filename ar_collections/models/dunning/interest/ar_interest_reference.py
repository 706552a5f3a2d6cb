"""The series of reference rates that interest rules refer to."""

from datetime import timedelta
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date, plaintext2html

from ....tools.dunning.series import last_day, missing_period
from ...base.ar_guard_mixin import ANY, SETTINGS
from ...base.res_company import MANAGER

# Days before a series runs out on which somebody is told.
NOTICE_DAYS = 30
# A rate that holds until the next one never runs out: so many days after somebody last compared
# the series with its source it is to be looked at again.
STALE_DAYS = 120


class ArInterestReference(models.Model):
    """A series of published rates, such as a central bank's, that interest rules refer to."""

    _name = "ar.interest.reference"
    _inherit = ["ar.guard.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Interest Reference"
    _order = "name, id"

    _writable = {ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    months = fields.Integer(
        string="Months a Rate Holds",
        help="6 for a rate that is set anew each half-year: a row ends after six months, so that "
        "an old rate is never taken for a half-year that nobody has entered yet. "
        "0 for a rate that holds until the next row.",
    )
    note = fields.Text(string="Source", translate=True, help="Who publishes the rate, and where.")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False)]",
        copy=False,
        help="Gets the task to enter a rate before the series runs out. Empty: a collections "
        "manager, and only if a dunning level uses the series.",
    )
    rate_ids = fields.One2many("ar.interest.rate", "reference_id", string="Rates")
    gap_ids = fields.One2many("ar.interest.gap", "reference_id", string="Asked For", readonly=True)
    rate_problem = fields.Text(string="What Is Missing", compute="_compute_rate_problem")

    @api.constrains("months")
    def _check_months(self):
        for reference in self:
            if reference.months < 0:
                raise ValidationError(
                    self.env._(
                        "The months that a rate of “%(reference)s” holds cannot be negative; "
                        "enter 0 for a rate that holds until the next one.",
                        reference=reference.display_name,
                    )
                )

    @api.depends("months", "rate_ids.date_from", "rate_ids.date_to", "rate_ids.checked_on")
    @api.depends_context("company", "lang")
    def _compute_rate_problem(self):
        today = self.env.company._ar_today()
        for reference in self:
            reference.rate_problem = "\n".join(reference._say_problems(today)) or False

    def _say_problems(self, today):
        """What is missing in the series, or will be soon; a sentence each."""
        self.ensure_one()
        rows = self.rate_ids.filtered("date_from").sorted("date_from")
        if not rows:
            return [self.env._("No rate is entered yet.")]
        sentences, last = [], rows[-1].date_to
        for before, after in pairwise(rows):
            if before.date_to and before.date_to + timedelta(days=1) < after.date_from:
                sentences.append(
                    self.env._(
                        "No rate from %(first)s to %(last)s.",
                        first=format_date(self.env, before.date_to + timedelta(days=1)),
                        last=format_date(self.env, after.date_from - timedelta(days=1)),
                    )
                )
        if last and last <= today + timedelta(days=NOTICE_DAYS):
            sentences.append(
                self.env._(
                    "The rates end on %s. Enter the one that follows.", format_date(self.env, last)
                )
            )
        if not last and self._is_stale(today):
            sentences.append(self._say_stale())
        if unchecked := rows.filtered(lambda row: not row.checked_on):
            days = ", ".join(format_date(self.env, row.date_from) for row in unchecked)
            sentences.append(
                self.env._(
                    "Unchecked: the rates from %s. Compare them with their source, and enter the "
                    "day on which you did.",
                    days,
                )
            )
        return sentences

    # -- what never runs out -----------------------------------------------------------

    def _get_checked_on(self):
        """The day on which somebody last compared the series with its source, None if nobody."""
        self.ensure_one()
        days = (row.checked_on or row.date_from for row in self.sudo().rate_ids)
        return max(filter(None, days), default=None)

    def _is_stale(self, today):
        """Whether its last row may have been followed by another that nobody has entered."""
        checked = self._get_checked_on()
        return bool(checked) and checked + timedelta(days=STALE_DAYS) < today

    def _say_stale(self):
        return self.env._(
            "Last compared with its source on %s. Look whether its last rate still holds, enter "
            "the rates that followed, or the day of today as the day of the check.",
            format_date(self.env, self._get_checked_on()),
        )

    # -- what is missing is asked for, once --------------------------------------------

    @api.model
    def _ask_for_rates(self, missing, company):
        """A task for each period that lacks a rate; one that was asked for is not asked again.

        What goes wrong here is in the log alone: a task never costs a reminder.

        :param missing: set of (reference, day without a rate)
        :param company: where the rate is needed
        """
        wanted = {(reference, reference._get_period(day)) for reference, day in missing}
        for reference, period in sorted(wanted, key=lambda pair: (pair[0].id, pair[1])):
            reference._try_to_ask(period, company)

    def _try_to_ask(self, period, company):
        """Ask for the rate of a period, unless that goes wrong, or another process does it now."""
        self._attempt_one(
            self,
            lambda reference: reference._ask_for(period, company),
            failed=lambda reference, error: None,
            leave_busy=True,
        )

    def _get_period(self, day):
        """The days around one without a rate that a new row would be for."""
        self.ensure_one()
        rows = [row._as_reference() for row in self.sudo().rate_ids]
        return missing_period(rows, self.months, day)

    def _get_last_day(self):
        """The last day of the series; None where its last row holds until the next."""
        self.ensure_one()
        return last_day(row._as_reference() for row in self.sudo().rate_ids)

    def _ask_for(self, period, company):
        """A task for the rate of a period, if there is somebody for it."""
        self.ensure_one()
        user = self._get_responsible(company)
        if not user:
            return
        # Two runs may miss the same rate at the same time.
        self.env["ar.interest.gap"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ar_interest_gap (reference_id, date_from, date_to, create_uid,
                                             create_date, write_uid, write_date)
                VALUES (%(reference)s, %(first)s, %(last)s, %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (reference_id, date_from) DO NOTHING
                RETURNING id
                """,
                reference=self.id,
                first=period.date_from,
                last=period.date_to,
                uid=self.env.uid,
                now=self.env.cr.now(),
            ),
            log_exceptions=False,
        )
        if not (found := self.env.cr.fetchone()):
            return
        self.invalidate_recordset(["gap_ids"])
        gap = self.env["ar.interest.gap"].sudo().browse(found)
        speaking = self.sudo().with_context(lang=company._ar_pick_lang(user))
        gap.activity_id = speaking._give_task(period, user, company)

    def _give_task(self, period, user, company):
        """The activity that asks a user for the rate of a period."""
        return self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=max(company._ar_today(), period.date_from),
            summary=self.env._("Enter a rate of %s", self.display_name),
            note=plaintext2html(
                self.env._(
                    "The series has no rate from %(first)s to %(last)s. Until it is entered, "
                    "reminders ask for no interest where they would need it.",
                    first=format_date(self.env, period.date_from),
                    last=format_date(self.env, period.date_to),
                )
            ),
            user_id=user.id,
        )

    def _get_responsible(self, company):
        """Who enters rates: the responsible, else a collections manager of the company, else of
        any."""
        user = self.user_id
        if user.active and self.with_user(user).has_access("read"):
            return user
        if manager := company._ar_get_manager():
            return manager
        return self.env.ref(MANAGER).sudo().all_user_ids.filtered("active").sorted("id")[:1]

    def _close_gaps(self):
        """Tasks whose rate is entered now are done."""
        for reference in self.sudo():
            rows = [row._as_reference() for row in reference.rate_ids]
            for gap in reference.gap_ids:
                if gap._is_filled(rows):
                    gap._close()
