"""What was agreed, held, paid and decided."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from .ar_timeline import FAR, MOST_RECORDS, Entry

# What the log keeps too, and other sources tell.
TOLD_ELSEWHERE = (
    "account.move",
    "account.partial.reconcile",
    "ar.case",
    "ar.dispatch",
    "ar.dispute",
    "ar.dunning.notice",
    "ar.hold",
    "ar.plan",
    "ar.promise",
    "ar.reply",
    "ar.talk",
)
# Signs of what a row of the log says.
MOST_LOGGED = 160
ENDS = {
    "kept": "success",
    "partly_kept": "warning",
    "broken": "danger",
    "failed": "danger",
    "done": "success",
}


class ArTimeline(models.AbstractModel):
    _inherit = "ar.timeline"

    def _find_few(self, model, profile):
        """The records of a kind of which a customer has few, the newest ones."""
        domain = [("profile_id", "=", profile.id)]
        return self.env[model].search(domain, order="id desc", limit=MOST_RECORDS)

    def _name_state(self, record):
        return dict(record._fields["state"]._description_selection(self.env))[record.state]

    def _cut(self, entries, before, limit):
        known = [entry for entry in entries if entry.moment and entry.moment <= before]
        return sorted(known, key=lambda entry: entry.moment, reverse=True)[:limit]

    # -- what was agreed ---------------------------------------------------------------

    def _read_promise(self, profile, before, limit):
        entries = []
        for one in self._find_few("ar.promise", profile):
            record = (one._name, one.id)
            amount = format_amount(self.env, one.amount, one.currency_id)
            title = self.env._(
                "Promised %(amount)s for %(day)s",
                amount=amount,
                day=format_date(self.env, one.date),
            )
            who = one.user_id.sudo().name
            entries.append(Entry(record, one.create_date, title, one.note, who))
            if one.state != "open" and one.ended_on:
                title = f"{self._name_state(one)}: {amount}"
                tone = ENDS.get(one.state, "")
                moment = max(self._at(one.ended_on), one.create_date)
                entries.append(Entry(record, moment, title, one.end_reason, tone=tone, step="end"))
        return self._cut(entries, before, limit)

    def _read_dispute(self, profile, before, limit):
        entries = []
        for one in self._find_few("ar.dispute", profile):
            record = (one._name, one.id)
            amount = format_amount(self.env, one.amount_disputed, one.currency_id)
            title = self.env._("%(number)s: disputes %(amount)s", number=one.name, amount=amount)
            words = ". ".join(filter(None, (one.reason_id.name, one.note)))
            entries.append(
                Entry(record, one.create_date, title, words, own=bool(one.note), tone="warning")
            )
            if one.date_closed:
                title = f"{one.name}: {self._name_state(one)}"
                moment = max(self._at(one.date_closed), one.create_date)
                who = one.closed_by_id.sudo().name
                entries.append(Entry(record, moment, title, one.agreement, who, step="end"))
        return self._cut(entries, before, limit)

    def _read_plan(self, profile, before, limit):
        entries = []
        for one in self._find_few("ar.plan", profile):
            record = (one._name, one.id)
            amount = format_amount(self.env, one.amount_total, one.currency_id)
            steps = (
                ("proposed", one.date_proposed, self.env._("proposed"), ""),
                ("accepted", one.accepted_at, self.env._("accepted"), one.accepted_by),
                ("ended", one.ended_on, self._name_state(one), one.end_reason),
            )
            for step, day, words, text in steps:
                if day:
                    tone = ENDS.get(one.state, "") if step == "ended" else ""
                    title = f"{one.name} ({amount}): {words}"
                    moment = self._at(day)
                    entries.append(Entry(record, moment, title, text or "", tone=tone, step=step))
        return self._cut(entries, before, limit)

    def _read_hold(self, profile, before, limit):
        """Holds that people set; what a promise or a dispute holds is told by it."""
        domain = [("origin_ref", "=", False)]
        found = self._search_before("ar.hold", profile, domain, "create_date", before, limit)
        whole = self.env._("Hold on all items")
        entries = []
        for one in found:
            until = one.date_to and format_date(self.env, one.date_to)
            words = [self.env._("Hold on %s", one.move_id.sudo().name) if one.move_id else whole]
            words += [self.env._("until %s", until)] if until else []
            entries.append(
                Entry(
                    (one._name, one.id),
                    one.create_date,
                    " ".join(words),
                    one.reason_text,
                    one.create_uid.sudo().name,
                )
            )
        return entries

    def _read_case(self, profile, before, limit):
        entries = []
        for one in self._find_few("ar.case", profile):
            record = (one._name, one.id)
            if one.date_handed_over:
                moment = self._at(one.date_handed_over)
                title = self.env._("%s: handed over", one.display_name)
                entries.append(Entry(record, moment, title, tone="warning"))
            if one.date_closed:
                title = self.env._("%s: closed", one.display_name)
                moment = self._at(one.date_closed)
                entries.append(Entry(record, moment, title, one.outcome_note, step="end"))
        return self._cut(entries, before, limit)

    # -- what was paid and decided -----------------------------------------------------

    def _read_payment(self, profile, before, limit):
        until = None if before == FAR else before.date()
        rows = self.env["ar.open.item"]._read_incoming(
            profile.company_id, profile.partner_id, until, limit
        )
        currencies = self.env["res.currency"].browse({row["currency_id"] for row in rows})
        by_id = {currency.id: currency for currency in currencies}
        return [
            Entry(
                ("account.move", row["move_id"]),
                self._at(row["date"]),
                self.env._(
                    "Paid %s",
                    format_amount(self.env, row["amount_currency"], by_id[row["currency_id"]]),
                ),
                row["name"] or "",
                tone="success",
                # An entry may have several lines of the customer.
                step=str(row["id"]),
            )
            for row in rows
        ]

    def _read_log(self, profile, before, limit):
        """What was decided, and is told by no other source."""
        domain = Domain("res_model", "not in", TOLD_ELSEWHERE)
        found = self._search_before("ar.log", profile, domain, "date", before, limit)
        return [
            Entry(
                (one._name, one.id),
                one.date,
                one.record_name,
                (one.words or "")[:MOST_LOGGED],
                one.user_id.sudo().name,
            )
            for one in found
        ]
