"""What comes next for a customer, and what is agreed or held."""

from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_amount, format_date

from ....tools.dunning import dunning

MOST_STEPS = 4
MOST_HOLDS = 3
# Days in which a broken promise is told.
DAYS_TOLD = 30
OPEN_DISPUTES = ("open", "investigating")
# Whose holds are told by lines and marks of their own; all others would be told by nobody.
TOLD_APART = ("ar.case", "ar.dispute", "ar.plan", "ar.promise")


class NextStep(NamedTuple):
    """Something that is to come for a customer.

    :param day: None where nobody knows
    :param words: a few words
    """

    day: object
    words: str


class ArProfile(models.Model):
    # What may come next is an entry of ``_get_next_kinds`` and a method ``_find_next_<code>``,
    # which gives a list of ``NextStep``; the reader's rights hold in it.
    _inherit = "ar.profile"

    @api.model
    def _get_next_kinds(self):
        """What may come next for a customer: {code: the model that the reader must see}."""
        return {
            "level": "ar.dunning.notice",
            "deadline": "ar.dunning.notice",
            "call": "ar.dispatch",
            "promise": "ar.promise",
            "instalment": "ar.plan",
            "dispute": "ar.dispute",
            "case": "ar.case",
        }

    def _find_next_steps(self):
        """All that comes next for the customer, the first day first: list of ``NextStep``."""
        self.ensure_one()
        steps = []
        for code, model in self._get_next_kinds().items():
            if self.env[model].has_access("read"):
                steps += getattr(self, f"_find_next_{code}")()
        return sorted(steps, key=lambda step: (not step.day, step.day or 0))

    def _show_next(self):
        steps = self._find_next_steps()[:MOST_STEPS]
        today, ended = self.company_id._ar_today(), self._list_ended_deadline()
        if not steps:
            return {"value": self.env._("Nothing"), "tone": "muted", "lines": ended}
        first = steps[0]
        return {
            "value": format_date(self.env, first.day) if first.day else self.env._("No reminder"),
            "tone": "warning" if first.day and first.day <= today else "",
            "hint": first.words,
            "lines": [
                self._prepare_line(step.words, step.day and format_date(self.env, step.day))
                for step in steps[1:]
            ]
            + ended,
        }

    def _list_ended_deadline(self):
        """Since when the last reminder's deadline is over, as long as something is overdue: most
        calls are made then."""
        if not self.env["ar.dunning.notice"].has_access("read"):
            return []
        notice, today = self.last_notice_id, self.company_id._ar_today()
        if not notice.deadline or notice.deadline >= today or self.overdue_amount <= 0:
            return []
        days = (today - notice.deadline).days
        since = self.env._("ended yesterday")
        if days > 1:
            since = self.env._("ended %s days ago", days)
        return [self._prepare_line(self.env._("Deadline of %s", notice.name), since, "warning")]

    # -- what may come -----------------------------------------------------------------

    def _find_next_level(self):
        """The next reminder, and of how much; or what holds all of them back."""
        account, today = self.sudo(), self.company_id._ar_today()
        planner = self.env["ar.dunning.planner"].sudo()
        facts = planner._read_facts(account.company_id, today, self.partner_id.ids, dry=True)
        debtors = planner._debtors(account.company_id, self.partner_id.ids, facts)
        for _partner_id, profile, policy, rows in debtors:
            rules = account._with_grace(facts["policies"].get(policy.id))
            debtor = planner._debtor(account.company_id, today, profile, rows, facts, by_hand=True)
            if rules and debtor.items:
                return self._find_next_of(policy, rules, debtor, today)
        return []

    def _find_next_of(self, policy, rules, debtor, today):
        """The earliest next level of a debtor's items, as one step."""
        stopped = {
            decision.item_id: decision
            for decision in dunning.decide(rules, debtor, today)
            if decision.action == dunning.SKIP and decision.reason != "interval"
        }
        coming = {}
        for item in debtor.items:
            number, day = (0, None) if item.id in stopped else dunning.next_step(rules, item, today)
            if number:
                coming.setdefault((day, -number), []).append(item)
        if not coming:
            return [self._say_stopped(stopped)] if stopped else []
        day, number = min(coming)
        items = coming[day, number]
        words = self.env._(
            "%(level)s: %(count)s items",
            level=policy._sorted_levels()[-number - 1].display_name,
            count=len(items),
        )
        if len(items) == 1:
            words = self.env._(
                "%(level)s: 1 item", level=policy._sorted_levels()[-number - 1].display_name
            )
        if self.reminder_mode == "manual":
            words = self.env._("%s, by hand", words)
        return [NextStep(max(day, today), words)]

    def _say_stopped(self, stopped):
        """Nothing is said next: the reason that holds back most items."""
        reasons = [decision.reason for decision in stopped.values()]
        labels = dict(self.env["ar.dunning.run.line"].sudo()._selection_reason())
        reason = max(set(reasons), key=reasons.count)
        return NextStep(None, labels.get(reason) or self.env._("Reminders are stopped"))

    def _find_next_deadline(self):
        """Until when the last reminder asks for the money, as long as that is to come."""
        notice, today = self.last_notice_id, self.company_id._ar_today()
        if not notice.deadline or notice.deadline < today:
            return []
        return [NextStep(notice.deadline, self.env._("Deadline of %s", notice.name))]

    def _find_next_call(self):
        codes = self.env["ar.channel.task"]._get_task_codes()
        domain = [
            ("profile_id", "=", self.id),
            ("channel", "in", codes),
            ("state", "=", "queued"),
        ]
        found = self.env["ar.dispatch"].search(domain, order="call_date, id", limit=MOST_STEPS)
        names = dict(self.env["ar.channel"]._selection())
        return [NextStep(one.call_date, names[one.channel]) for one in found]

    def _find_next_promise(self):
        domain = [("profile_id", "=", self.id), ("state", "=", "open")]
        return [
            NextStep(
                one.date,
                self.env._("Promise: %s", format_amount(self.env, one.amount, one.currency_id)),
            )
            for one in self.env["ar.promise"].search(domain, order="date, id", limit=MOST_STEPS)
        ]

    def _find_next_instalment(self):
        domain = [("profile_id", "=", self.id), ("state", "=", "active")]
        plans = self.env["ar.plan"].search(domain, order="id", limit=MOST_STEPS)
        return [
            NextStep(
                plan.next_date,
                self.env._(
                    "Instalment: %s", format_amount(self.env, plan.next_amount, plan.currency_id)
                ),
            )
            for plan in plans.filtered("next_date")
        ]

    def _find_next_dispute(self):
        domain = [("profile_id", "=", self.id), ("state", "in", OPEN_DISPUTES)]
        found = self.env["ar.dispute"].search(domain, order="deadline, id", limit=MOST_STEPS)
        return [NextStep(one.deadline, self.env._("Answer to %s", one.name)) for one in found]

    def _find_next_case(self):
        domain = [("profile_id", "=", self.id), ("state", "=", "open")]
        cases = self.env["ar.case"].search(domain, order="date_next, id", limit=MOST_STEPS)
        return [NextStep(case.date_next, case.display_name) for case in cases.filtered("date_next")]

    # -- what is agreed and held -------------------------------------------------------

    @api.model
    def _get_agreed_kinds(self):
        """What may be agreed or held: {code: the model that the reader must see}. Each has a
        method ``_list_<code>``, which gives lines of a card."""
        return {
            "holds": "ar.hold",
            "promises": "ar.promise",
            "plans": "ar.plan",
            "disputes": "ar.dispute",
            "cases": "ar.case",
            "held_items": "ar.hold",
        }

    def _show_agreed(self):
        lines = []
        for code, model in self._get_agreed_kinds().items():
            if self.env[model].has_access("read"):
                lines += getattr(self, f"_list_{code}")()
        if not lines:
            return {"value": self.env._("Nothing"), "tone": "muted", "lines": []}
        first, *others = lines
        return {
            "value": first["text"],
            "tone": first["tone"],
            "hint": first["value"],
            "lines": others,
        }

    def _list_holds(self):
        kinds = dict(self.env["ar.hold"]._selection_kind())
        return [
            self._prepare_line(
                self.env._("On hold until %s", format_date(self.env, hold.date_to))
                if hold.date_to
                else self.env._("On hold until released"),
                hold.reason_text or kinds.get(hold.kind, ""),
                "warning",
            )
            for hold in self._find_whole_holds()[:MOST_HOLDS]
        ]

    def _list_held_items(self):
        """How many items are held; what is promised or disputed is told by itself."""
        holds = self.env["ar.hold"]._in_force(self) - self._find_whole_holds()
        count = len(holds.filtered(lambda hold: not self._is_told_apart(hold)))
        if not count:
            return []
        words = (
            self.env._("1 item on hold") if count == 1 else self.env._("%s items on hold", count)
        )
        return [self._prepare_line(words, tone="warning")]

    @api.model
    def _is_told_apart(self, hold):
        """Whether a promise, dispute, plan or case wrote a hold, and says so itself."""
        return bool(hold.origin_ref) and hold.origin_ref._name in TOLD_APART

    def _find_whole_holds(self):
        return (
            self.env["ar.hold"]
            ._in_force(self)
            .filtered(
                lambda hold: (
                    hold.scope == "customer" and not hold.amount and not self._is_told_apart(hold)
                )
            )
        )

    def _list_promises(self):
        """Those that are open; without one, the last that was broken and is not paid since."""
        promises, own = self.env["ar.promise"], [("profile_id", "=", self.id)]
        found = promises.search([*own, ("state", "=", "open")], order="date, id", limit=5)
        if not found:
            since = self.company_id._ar_today() - timedelta(days=DAYS_TOLD)
            late = [("state", "in", ("broken", "partly_kept")), ("ended_on", ">=", since)]
            found = promises.search([*own, *late], order="ended_on desc, id desc", limit=1)
            found = found.filtered(lambda one: one.amount_paid < one.amount)
        return [self._show_promise(one) for one in found]

    def _show_promise(self, promise):
        day, coming = format_date(self.env, promise.date), promise.state == "open"
        return self._prepare_line(
            self.env._("Promised for %s", day)
            if coming
            else self.env._("Promise of %s broken", day),
            self._say_paid_of(promise.amount_paid, promise.amount, promise.currency_id),
            "" if coming else "danger",
        )

    def _list_plans(self):
        return [
            self._prepare_line(
                self.env._("Pays by plan %s", plan.name),
                self._say_paid_of(plan.amount_paid, plan.amount_total, plan.currency_id),
            )
            for plan in self.env["ar.plan"].search(
                [("profile_id", "=", self.id), ("state", "=", "active")], order="id", limit=5
            )
        ]

    def _list_disputes(self):
        domain = [("profile_id", "=", self.id), ("state", "in", OPEN_DISPUTES)]
        disputes = self.env["ar.dispute"].search(domain, order="id", limit=5)
        return [
            self._prepare_line(
                self.env._("Disputed: %s", one.name),
                format_amount(self.env, one.amount_disputed, one.currency_id),
                "warning",
            )
            for one in disputes
        ]

    def _list_cases(self):
        domain = [("profile_id", "=", self.id), ("state", "=", "open")]
        cases = self.env["ar.case"].search(domain, order="id", limit=5)
        return [
            self._prepare_line(case.display_name, case.stage_id.name, "warning") for case in cases
        ]

    def _say_paid_of(self, paid, amount, currency):
        """“200.00 € of 500.00 €”."""
        return self.env._(
            "%(paid)s of %(amount)s paid",
            paid=format_amount(self.env, paid, currency),
            amount=format_amount(self.env, amount, currency),
        )
