"""What is agreed with a customer, and what is held."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

MOST_HOLDS = 3
# Days in which a broken promise is told.
DAYS_TOLD = 30
OPEN_DISPUTES = ("open", "investigating")
# Whose holds are told by lines and marks of their own; all others would be told by nobody.
TOLD_APART = ("ar.case", "ar.dispute", "ar.plan", "ar.promise")
# What is read once for the steps, the lines and the marks of an account: {model: (domain, order,
# fields)}.
OPEN = {
    "ar.case": (
        [("state", "=", "open")],
        "date_next, id",
        ["name", "kind", "date_next", "stage_id"],
    ),
    "ar.dispute": (
        [("state", "in", OPEN_DISPUTES)],
        "deadline, id",
        ["name", "deadline", "amount_disputed", "currency_id"],
    ),
    "ar.plan": (
        [("state", "in", ("proposed", "active"))],
        "id",
        ["name", "state", "date_proposed", "amount_total", "currency_id"],
    ),
    "ar.promise": (
        [("state", "=", "open")],
        "date, id",
        ["date", "amount", "currency_id", "state"],
    ),
}
MOST_LINES = 5


class ArProfile(models.Model):
    _inherit = "ar.profile"

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

    def _find_own(self, model, domain, order, names=()):
        """{account id: its records of a model that has a ``profile_id``}, in one query; none where
        there are no such records of these accounts.

        :param names: the fields that are read of them
        """
        if not self._has_any(model):
            return {}
        own = Domain("profile_id", "in", self.ids) & Domain(domain)
        found = self.env[model].search_fetch(own, ["profile_id", *names], order=order)
        return {profile.id: records for profile, records in found.grouped("profile_id").items()}

    def _find_open(self, model):
        """{account id: what is open of a kind}, read once for all that is said of it.

        :param model: a key of ``OPEN``
        """
        return self._keep((model, self._ids), lambda: self._find_own(model, *OPEN[model]))

    def _get_open(self, model):
        """What is open of a kind, of one account."""
        return self._find_open(model).get(self.id, self.env[model])

    def _list_holds(self):
        kinds = dict(self.env["ar.hold"]._selection_kind())
        return [
            self._prepare_line(
                self._say_held(hold), hold.reason_text or kinds.get(hold.kind, ""), "warning"
            )
            for hold in self._find_whole_holds()[:MOST_HOLDS]
        ]

    @api.model
    def _say_held(self, hold):
        if not hold.date_to:
            return self.env._("On hold until released")
        return self.env._("On hold until %s", format_date(self.env, hold.date_to))

    def _list_held_items(self):
        """How many items are held; what is promised or disputed is told by itself."""
        holds = self._find_holds() - self._find_whole_holds()
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

    def _find_holds(self):
        """What is held of these customers today."""
        return self._keep(("holds", self._ids), lambda: self.env["ar.hold"]._in_force(self))

    def _find_whole_holds(self):
        return self._find_holds().filtered(
            lambda hold: (
                hold.scope == "customer" and not hold.amount and not self._is_told_apart(hold)
            )
        )

    def _list_promises(self):
        """Those that are open; without one, the last that was broken and is not paid since."""
        found = self._get_open("ar.promise")[:MOST_LINES]
        if not found and self._has_any("ar.promise"):
            since = self.company_id._ar_today() - timedelta(days=DAYS_TOLD)
            late = [("state", "in", ("broken", "partly_kept")), ("ended_on", ">=", since)]
            own = [("profile_id", "=", self.id), *late]
            found = self.env["ar.promise"].search(own, order="ended_on desc, id desc", limit=1)
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
        plans = self._get_open("ar.plan").filtered(lambda plan: plan.state == "active")
        return [
            self._prepare_line(
                self.env._("Pays by plan %s", plan.name),
                self._say_paid_of(plan.amount_paid, plan.amount_total, plan.currency_id),
            )
            for plan in plans[:MOST_LINES]
        ]

    def _list_disputes(self):
        return [
            self._prepare_line(
                self.env._("Disputed: %s", one.name),
                format_amount(self.env, one.amount_disputed, one.currency_id),
                "warning",
            )
            for one in self._get_open("ar.dispute")[:MOST_LINES]
        ]

    def _list_cases(self):
        return [
            self._prepare_line(case.display_name, case.stage_id.name, "warning")
            for case in self._get_open("ar.case")[:MOST_LINES]
        ]

    def _say_paid_of(self, paid, amount, currency):
        """“200.00 € of 500.00 €”."""
        return self.env._(
            "%(paid)s of %(amount)s paid",
            paid=format_amount(self.env, paid, currency),
            amount=format_amount(self.env, amount, currency),
        )
