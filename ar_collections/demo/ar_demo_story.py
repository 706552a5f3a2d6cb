"""The story of the demo company: what happened by night, and what people did by day.

A line of ``story.txt`` is an ``Event``: on which day, who, does what, with which customer. What is
done is a method ``_do_<step>``, which acts as that person, by the buttons that a person has.
"""

from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from . import clock
from .ledger_tables import OPENING_DAY
from .story_tables import MONTHS, STORY, WEEKS, make_event

# Messages of these kinds are sent as soon as they are queued; those that need paper, first.
SENDERS = (
    "ar.dunning.notice",
    "ar.plan.reminder",
    "ar.promise.message",
    "ar.dispute.answer",
    "ar.charge.claim",
    "ar.settlement",
    "ar.thank.you",
)
# For so many days each night is told of, before that one a month.
DAYS_LATELY = 63
# Days between two bookings before the story begins, when nothing else happens.
DAYS_BETWEEN = 30


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _tell_story(self, told):
        """Live through all days on which something happens, up to today."""
        self._plan_books(told)
        told.last_mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1).id or 0
        by_day = {}
        for event in self._list_events(told):
            by_day.setdefault(event.day, []).append(event)
        number = 0
        for offset in sorted({*by_day, *range(OPENING_DAY, 0, DAYS_BETWEEN), 0}):
            clock.tell(told.day(offset))
            # What was computed on another day is not of this one.
            self.env.flush_all()
            self.env.invalidate_all()
            self._keep_books(told, offset)
            steps = {event.step for event in by_day.get(offset, ())}
            lately = "run" in steps and offset >= -DAYS_LATELY
            self._pass_night(told, whole=lately or "end_month" in steps)
            for number, event in enumerate(by_day.get(offset, ()), 1):
                clock.tell(told.day(offset), number)
                self._do(told, event)
            clock.tell(told.day(offset), number + 1)
            self._send(told)
        # What is dated ahead.
        self._keep_books(told, max(bill.due for bill in told.bills))
        told.company.ar_courtesy = True
        self.env["ar.log.seal"]._seal(told.company)
        self.env["ar.check"].sudo()._ensure(told.company)._run()
        # The last night: the page has its forecast, accounts their chances.
        self.env["ar.forecast"]._learn_company(told.company)

    def _list_events(self, told):
        """What the table tells, and what comes each week and each month, in the order of days."""
        events = list(STORY)
        for week in range(WEEKS, -1, -1):
            events.append(make_event(-7 * week, "manager", "run"))
            # Of the last week, calls and letters are still to be done.
            if week > 1:
                events.append(make_event(1 - 7 * week, "collector", "work_off"))
        first = told.today.replace(day=1)
        for _month in range(MONTHS):
            events.append(make_event((first - told.today).days, "collector", "end_month"))
            first = (first - timedelta(days=1)).replace(day=1)
        return sorted(events, key=lambda event: event.day)

    def _do(self, told, event):
        """Let somebody do something, with that person's rights."""
        user = told.users[event.who] if event.who else self.env.user
        acting = self.with_user(user) if event.who else self
        getattr(acting, f"_do_{event.step}")(told, *event.about, **event.how)

    # -- by night ----------------------------------------------------------------------

    def _pass_night(self, told, whole):
        """What the scheduled actions do for this company alone.

        :param whole: what is done each night; else only what waits for a day of a customer's
        """
        company = told.company
        self.env["ar.promise"]._watch(company)
        self.env["ar.plan"]._watch_in(company)
        self.env["ar.dispute"]._watch_in(company)
        if not whole:
            return
        self.env["ar.log.seal"]._seal(company)
        self.env["ar.deferral"]._end_paid(company)
        charges = self.env["ar.charge"]
        for step in charges._get_steps():
            step(company)
        self.env["ar.case"]._watch(company)
        self.env["ar.writeoff"]._watch(company)
        self.env["ar.credit.limit"].with_company(company)._watch(company)
        self.env["ar.thank.you"]._thank_in(company)
        self.env["ar.alert.rule"]._watch_company(company)
        self._take_statement(told)
        self._send_reports(told)

    def _send(self, told):
        """Send what is queued, and let the mail server take it."""
        for name in SENDERS:
            queue = self.env[name]
            domain = queue._get_ready() & Domain("company_id", "=", told.company.id)
            if messages := queue.search(domain, order="id"):
                messages._lock_bundles()._send()
        texts = self.env["sms.sms"].sudo()
        texts.browse(texts._ar_list_waiting())._ar_leave()
        # What came back leaves by the next way.
        self.env["ar.dunning.notice"]._after_queue()
        ours = [("state", "=", "outgoing"), ("id", ">", told.last_mail)]
        self.env["mail.mail"].sudo().search(ours).send()
