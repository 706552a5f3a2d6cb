"""Kinds of rules about what waits for somebody: replies, calls, promises, instalments, disputes."""

from datetime import timedelta

from odoo import models

from ....tools.insight.worklist import Fact
from ...resolution.dispute.ar_dispute import OPEN

# Broken promises count so long.
DAYS_REMEMBERED = 365
TALKS = ("call", "visit")


class ArWorklistRule(models.Model):
    _inherit = "ar.worklist.rule"

    def _find_reply(self, scope, least):
        """Days that the first unread answer of a customer waits."""
        groups = self.env["ar.reply"]._read_group(
            [("company_id", "=", scope.company.id), ("state", "=", "new")],
            ["profile_id"],
            ["date_received:min", "__count"],
        )
        found = {}
        for profile, first, number in groups:
            day = scope.company._ar_day_of(first)
            found[profile.id] = Fact((scope.today - day).days, day, number=number)
        return found

    def _find_call_due(self, scope, least):
        """Days since the first call or visit is due; negative for those to come."""
        groups = self.env["ar.dispatch"]._read_group(
            [
                ("company_id", "=", scope.company.id),
                ("channel", "in", TALKS),
                ("state", "=", "queued"),
                ("call_date", "!=", False),
            ],
            ["profile_id", "channel"],
            ["call_date:min"],
        )
        found = {}
        for profile, channel, day in sorted(groups, key=lambda group: group[2]):
            fact = Fact((scope.today - day).days, day, words=channel)
            found.setdefault(profile.id, fact)
        return found

    def _find_limitation(self, scope, least):
        """Days until the first claim of a customer lapses. The night has noted which claims are
        near their last day; of those it is read anew."""
        warnings = self.env["ar.limitation.warning"].search_fetch(
            [("company_id", "=", scope.company.id)], ["profile_id", "move_line_id"]
        )
        by_item = {one.move_line_id.id: one.profile_id.id for one in warnings}
        if not by_item:
            return {}
        claims = self.env["ar.open.item"]._read_claims(scope.company.ids, ids=list(by_item))
        found = {}
        for item_id, claim in claims.items():
            # What has lapsed cannot be saved any more.
            if not claim.limit or claim.days < 0:
                continue
            first = found.get(by_item[item_id])
            if not first or claim.days < first.value:
                found[by_item[item_id]] = Fact(
                    claim.days, claim.limit.date, words=claim.row["name"]
                )
        return found

    # -- promises and plans ------------------------------------------------------------

    def _find_broken_promise(self, scope, least):
        """Promises broken within a year, of who has something overdue. To be spoken of until
        somebody has spoken with the customer."""
        promises = self.env["ar.promise"].search_fetch(
            [
                ("company_id", "=", scope.company.id),
                ("state", "=", "broken"),
                ("ended_on", ">", scope.today - timedelta(days=DAYS_REMEMBERED)),
            ],
            ["profile_id", "date", "amount", "currency_id", "ended_on"],
            order="ended_on, id",
        )
        found = {}
        for promise in promises:
            id_ = promise.profile_id.id
            if scope.totals.get(id_, {}).get("overdue", 0.0) <= 0:
                continue
            last = scope.contacts.get(id_)
            before = found.get(id_)
            found[id_] = Fact(
                before.value + 1 if before else 1,
                promise.date,
                promise.amount,
                promise.currency_id.id,
                is_open=not last or last < promise.ended_on,
            )
        return found

    def _find_promise_due(self, scope, least):
        """Days until the first open promise of a customer; negative within its tolerance."""
        promises = self.env["ar.promise"].search_fetch(
            [("company_id", "=", scope.company.id), ("state", "=", "open")],
            ["profile_id", "date", "amount", "currency_id"],
            order="date, id",
        )
        found = {}
        for promise in promises:
            fact = Fact(
                (promise.date - scope.today).days,
                promise.date,
                promise.amount,
                promise.currency_id.id,
            )
            found.setdefault(promise.profile_id.id, fact)
        return found

    def _find_instalment_late(self, scope, least):
        """Days that the first missed instalment of a plan is late, beyond the tolerance."""
        due = self.env["ar.plan.installment"].search(
            [
                ("company_id", "=", scope.company.id),
                ("plan_id.state", "=", "active"),
                ("date", "<", scope.today),
            ],
            order="date, id",
        )
        found = {}
        for installment in due:
            if installment.state == "missed":
                fact = Fact(
                    (scope.today - installment.date).days,
                    installment.date,
                    installment.amount_left,
                    installment.currency_id.id,
                )
                found.setdefault(installment.profile_id.id, fact)
        return found

    # -- disputes, cases, contact data -------------------------------------------------

    def _find_dispute_late(self, scope, least):
        """Days since the first deadline of a customer's open disputes."""
        groups = self.env["ar.dispute"]._read_group(
            [
                ("company_id", "=", scope.company.id),
                ("state", "in", OPEN),
                ("deadline", "<", scope.today),
            ],
            ["profile_id"],
            ["deadline:min", "__count"],
        )
        return {
            profile.id: Fact((scope.today - day).days, day, number=number)
            for profile, day, number in groups
        }

    def _find_case_date(self, scope, least):
        """Days until the next date of a customer's cases; negative if nobody has looked at it."""
        own = [("company_id", "=", scope.company.id)]
        cases = self.env["ar.case"].search_fetch(
            [*own, ("state", "=", "open"), ("date_next", "!=", False)],
            ["profile_id", "date_next", "name"],
        )
        events = self.env["ar.case.event"].search(
            [*own, ("done", "=", False), ("case_id.state", "=", "open")]
        )
        dates = [(case.date_next, case.profile_id.id, case.name) for case in cases]
        dates += [(event.date, event.case_id.profile_id.id, event.name) for event in events]
        found = {}
        for day, id_, words in sorted(dates):
            found.setdefault(id_, Fact((day - scope.today).days, day, words=words))
        return found

    def _find_bounced(self, scope, least):
        """Which contact data of a customer who owes something is wrong."""
        return {
            id_: Fact(1, words=scope.accounts[id_].wrong[0])
            for id_, total in scope.totals.items()
            if total["owed"] > 0 and scope.accounts[id_].wrong
        }
