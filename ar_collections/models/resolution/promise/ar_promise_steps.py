"""What becomes of promises: states follow the ledger, holds follow the states."""

from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Date, Domain
from odoo.tools import format_date

from ....tools.resolution import promise as rules

#: Days for which a promise holds reminders at most, whoever took it.
MOST_DAYS_HELD = 365
#: Days after its end for which a promise is looked at: a direct debit may come back for 13 months.
WATCH_DAYS = 400
#: Signs of a task's summary.
MOST_SIGNS = 200


class ArPromise(models.Model):
    _inherit = "ar.promise"

    # -- birth -------------------------------------------------------------------------

    def _get_next_level(self, debt):
        """How often this debt was promised before, and once more.

        :param debt: what is promised, see ``_read_open``; ``self`` may be in memory
        """
        domain = Domain("profile_id", "=", self.profile_id.id)
        domain &= Domain("currency_id", "=", self.currency_id.id)
        domain &= Domain("state", "in", ("open", "partly_kept", "broken")) | Domain(
            "replaced_by_id", "!=", False
        )
        earlier = self.search(domain).filtered(lambda one: one._is_about(debt))
        return 1 + max(earlier.mapped("level"), default=0)

    def _is_about(self, debt):
        """Whether the promise was about some of a debt: one that names no items, about all that
        was there when it was taken."""
        return any(self._covers(row) for row in debt.items.values())

    def _covers(self, row):
        """Whether it is about an open item, a row of the customer's in its currency."""
        if self.names_items:
            return row["id"] in self._get_named()
        return row["date"] <= self.taken_on

    def _begin(self):
        """Hold what is promised, say so, and confirm it where the policy wants that."""
        for promise in self:
            promise._log(promise._say_taken())
        self._settle()
        self._tell_customer("confirmation")

    def _replace_older(self):
        """Take back older open promises about the same debt, where more would be promised in all
        than is open: the customer has named another day."""
        self.ensure_one()
        debt = self._read_open()[self]
        domain = Domain("profile_id", "=", self.profile_id.id) & Domain("state", "=", "open")
        domain &= Domain("currency_id", "=", self.currency_id.id) & Domain("id", "!=", self.id)
        older = self.search(domain).filtered(lambda one: one._is_about(debt))
        total = self.amount + sum(older.mapped("amount_left"))
        if older and self.currency_id.compare_amounts(total, debt.open) > 0:
            words = self.env._("Replaced by a promise for %s", format_date(self.env, self.date))
            older._withdraw(words, successor=self)

    # -- states follow the ledger ------------------------------------------------------

    @api.model
    def _domain_watched(self, today):
        """What money may still change: what is open, and what ended not long ago. What a person
        took back stays so."""
        ended = Domain("ended_on", ">=", today - timedelta(days=WATCH_DAYS))
        watched = Domain("state", "=", "open") | ended
        return watched & Domain("withdrawn_by_id", "=", False)

    @api.model
    def _look_again(self, partner_ids, company_ids):
        """Something was matched, undone or booked for these customers: what becomes of their
        promises. One query where there is none."""
        if not partner_ids:
            return
        promises = self.sudo()
        domain = Domain("partner_id", "in", partner_ids) & Domain("company_id", "in", company_ids)
        watched = promises.search(domain & self._domain_watched(Date.today()))
        if watched:
            watched._settle()

    def _settle(self):
        """Bring states and holds in line with the money, set-based; twice does nothing."""
        promises = self.sudo()
        turning = defaultdict(promises.browse)
        claims = []
        for rivals, ledger in promises._read_rivals():
            progress = rivals._share_out(ledger)
            today = rivals.company_id._ar_today()
            for promise in rivals & promises:
                state = promise._decide(ledger, progress[promise.id], today)
                if state != promise.state:
                    turning[state] |= promise
            claims.append((rivals, ledger, progress))
        for state, own in turning.items():
            own._turn(state)
        wanted = {}
        for rivals, ledger, progress in claims:
            wanted.update(rivals._plan_holds(ledger, progress))
        promises._sync_holds(wanted)

    def _decide(self, ledger, progress, today):
        return rules.decide(
            self._as_facts(ledger),
            progress.paid,
            progress.left,
            today,
            self.currency_id.rounding,
        )

    def _turn(self, state):
        """Move promises to a state that the ledger tells, and do what follows from it."""
        values = {"withdrawn": {"end_reason": self.env._("Nothing of it is left to pay.")}}
        for company, own in self.grouped("company_id").items():
            ended = False if state == "open" else company._ar_today()
            moved = own._move_to(state, ended_on=ended, **values.get(state, {"end_reason": False}))
            moved.follow_activity_id.unlink()
            getattr(moved, f"_on_{state}")()

    def _on_open(self):
        """A payment was undone, and there is time left."""
        for promise in self:
            promise._log(self.env._("Open again, a payment was undone: %s", promise.display_name))

    def _on_kept(self):
        for promise in self:
            promise._log(self.env._("Promise kept: %s", promise.display_name))
        self._tell_customer("thanks")

    def _on_withdrawn(self):
        for promise in self:
            promise._log(
                self.env._("Nothing is left to pay of the promise %s", promise.display_name)
            )

    def _on_partly_kept(self):
        """Reminders of the rest go on, and the collector gets a task."""
        for promise in self:
            promise._give_task(
                self.env._(
                    "Only %(paid)s of %(amount)s came: speak to the customer",
                    paid=promise.currency_id.format(promise.amount_paid),
                    amount=promise.currency_id.format(promise.amount),
                )
            )
            promise._log(self.env._("Promise kept in part: %s", promise.display_name))

    def _on_broken(self):
        """Reminders go on, the collector gets a task, and the customer's credit is looked at."""
        for promise in self:
            words = self.env._(
                "Broken promise: %(amount)s by %(day)s",
                amount=promise.currency_id.format(promise.amount),
                day=format_date(self.env, promise.date),
            )
            promise._give_task(words)
            promise._log(words)
            promise.profile_id._try_open_review(words)
        self.env["ar.team.message"]._queue("promise_broken", self)

    # -- holds follow the states -------------------------------------------------------

    def _plan_holds(self, ledger, progress):
        """{promise: {journal item: amount to hold, 0.0 for all of it}} of the open ones."""
        open_ones = self.filtered(lambda one: one.state == "open")
        claims = [
            rules.Claim(
                one.id,
                progress[one.id].asked - progress[one.id].paid,
                one._get_named(),
            )
            for one in open_ones
        ]
        rows = sorted(ledger.items.values(), key=lambda row: (row["date_due"], row["id"]))
        items = [(row["id"], row["residual_currency"]) for row in rows]
        held = rules.spread(claims, items, self.currency_id.rounding)
        return {one: held[one.id] for one in open_ones}

    def _sync_holds(self, wanted):
        """Make, change and end holds, so that they are those wanted.

        :param wanted: of all open promises, see ``_plan_holds``
        """
        promises = self | self.union(*wanted)
        holds = self.env["ar.hold"].sudo()
        refs = {f"{one._name},{one.id}": one for one in promises}
        for hold in promises._find_holds():
            promise = refs[f"{self._name},{hold.origin_ref.id}"]
            own = wanted.get(promise, {})
            amount = own.pop(hold.move_line_id.id, None)
            if amount is None:
                hold.action_release()
            elif hold.currency_id.compare_amounts(hold.amount, amount):
                hold.amount = amount
        values = []
        for promise, own in wanted.items():
            last = promise._get_last_held()
            today = promise.company_id._ar_today()
            if today <= last:
                base = {**promise._prepare_hold(), "date_from": today, "date_to": last}
                values += [
                    {**base, "move_line_id": item_id, "amount": amount}
                    for item_id, amount in own.items()
                ]
        return holds.create(values)

    def _find_holds(self):
        """The holds of these promises that are not over."""
        domain = Domain("origin_ref", "in", [f"{self._name},{one.id}" for one in self])
        domain &= Domain("move_line_id", "!=", False)
        last = min((company._ar_today() for company in self.company_id), default=Date.today())
        domain &= Domain("date_to", ">=", last)
        return self.env["ar.hold"].sudo().search(domain)

    def _get_last_held(self):
        return min(self.date_end, self.taken_on + timedelta(days=MOST_DAYS_HELD))

    def _prepare_hold(self):
        holds = self.env["ar.hold"]
        return {
            **holds._prepare_spoken(
                "promised",
                amount=self.amount,
                currency_id=self.currency_id.id,
                day=Date.to_string(self.date),
            ),
            "profile_id": self.profile_id.id,
            "kind": "promise",
            "origin_ref": f"{self._name},{self.id}",
        }

    # -- taken back by a person --------------------------------------------------------

    def _withdraw(self, reason, successor=None):
        """Take open promises back; twice does nothing. Their holds end at once.

        :param successor: the promise that takes their place
        :return: the promises that were taken back
        :raise UserError: one of them has ended, and nothing of it can be taken back
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say in a few words why the promise is taken back."))
        if over := self.filtered(lambda one: one.state not in ("open", "withdrawn"))[:1]:
            raise UserError(
                self.env._(
                    "The promise %s has ended already; what became of it stays.",
                    over.display_name,
                )
            )
        moved = self.browse()
        for company, own in self.grouped("company_id").items():
            moved |= own._move_to(
                "withdrawn",
                allowed=("open",),
                ended_on=company._ar_today(),
                end_reason=reason,
                withdrawn_by_id=self.env.uid,
                replaced_by_id=successor.id if successor else False,
            )
        for promise in moved.sudo():
            promise._log(
                self.env._(
                    "Promise withdrawn: %(promise)s. %(reason)s",
                    promise=promise.display_name,
                    reason=reason,
                )
            )
        moved.sudo()._find_holds().action_release()
        moved._look_again(moved.partner_id.ids, moved.company_id.ids)
        return moved

    # -- what the steps have in common -------------------------------------------------

    def _log(self, words):
        """Write into the account's chatter, in the name of who acts."""
        self.profile_id._message_log(
            body=Markup("<p>{}</p>").format(words), author_id=self.env.user.partner_id.id
        )

    def _say_taken(self):
        return self.env._(
            "Promised: %(amount)s by %(day)s. Nothing of it is reminded of until %(last)s.",
            amount=self.currency_id.format(self.amount),
            day=format_date(self.env, self.date),
            last=format_date(self.env, self.date_end),
        )

    def _give_task(self, summary):
        """A task of today for the collector, which goes when the promise turns out well."""
        self.ensure_one()
        profile = self.profile_id.with_context(mail_activity_quick_update=True)
        self.follow_activity_id = profile.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.company_id._ar_today(),
            summary=summary[:MOST_SIGNS],
            note=Markup("<p>{}</p>").format(self.display_name),
            user_id=profile._get_collector().id,
        )

    def _tell_customer(self, kind):
        """Queue a message to the customers whose policy wants it."""
        wanted = self.filtered(lambda one: one.profile_id._get_promise_terms()._asdict()[kind])
        if wanted:
            self.env["ar.promise.message"].sudo()._queue(wanted, kind)
