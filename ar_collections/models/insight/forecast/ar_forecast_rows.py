"""What the forecast reads: payments, open items, and what was agreed about them."""

from datetime import date
from typing import NamedTuple

from odoo import models

from ....tools.insight.backtest import Outcome
from ....tools.insight.forecast import Open, Settled
from ....tools.ledger import sample
from .ar_forecast import UNKNOWN

# Months of payments that are learned from, and the most of them: as many of each customer.
MONTHS, MOST_PAYMENTS = 24, 200000
# The most payments that a back-test tries: all of some customers, but not more of one of them.
MOST_OUTCOMES, MOST_OF_ONE = 20000, 1000


class Agreed(NamedTuple):
    """A promise or an instalment, as superuser, with what is left of it in the currency of its
    company, on the day on which it is expected."""

    date: date
    amount: float
    record: models.BaseModel

    @property
    def document(self):
        """What a click opens."""
        return self.record if self.record._name == "ar.promise" else self.record.plan_id


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    def _read_settled(self, companies, day):
        return self._prepare_settled(self._read_payments(companies, day, MOST_PAYMENTS))

    def _prepare_settled(self, rows):
        return [
            Settled(
                row["key"],
                row["invoiced"],
                row["due"],
                row["settled"],
                row["amount"],
                row["known"] + row["later"],
            )
            for row in rows
        ]

    def _read_payments(self, companies, day, limit):
        items = self.env["ar.open.item"]
        rows = items._read_payments(
            companies.ids, day, items._allowed_partners(None), MONTHS, limit
        )
        return self._add_features(rows)

    def _add_features(self, rows):
        disputed = self._read_disputed()
        for row in rows:
            row["key"] = (row["company_id"], row["partner_id"])
            row["known"] = ("electronic",) if row["sent"] else ()
            row["later"] = UNKNOWN if row["id"] in disputed else ()
        return rows

    def _read_outcomes(self, companies, day):
        """Payments and open items as the back-test tries them: of all customers, or of some that
        are chosen by their ids, with all that they paid."""
        items = self.env["ar.open.item"]
        paid = self._add_features(
            items._read_payments_sampled(
                companies.ids,
                day,
                items._allowed_partners(None),
                MONTHS,
                limit=MOST_OUTCOMES,
                each=MOST_OF_ONE,
            )
        )
        outcomes = [
            Outcome(
                row["key"],
                row["invoiced"],
                row["due"],
                row["settled"],
                row["amount"],
                row["known"],
                row["later"],
            )
            for row in paid
        ]
        numbers = {row["key"]: row["number"] for row in paid}
        sampled = bool(paid) and len(numbers) < paid[0]["of"]
        last = max((sample.place_of(row["partner_id"]) for row in paid), default=1.0)
        for row in self._read_open(companies, day):
            one = row["open"]
            place, number = sample.place_of(row["partner_id"] or 0), numbers.get(one.customer, 0)
            if sampled and place > last:
                continue
            if sample.place_of(row["move_id"]) * number >= MOST_OF_ONE:
                continue
            known = tuple(name for name in one.features if name not in UNKNOWN)
            outcomes.append(Outcome(one.customer, one.invoiced, one.due, None, one.amount, known))
        return outcomes

    def _read_open(self, companies, day, partner_ids=None):
        """Open items as rows of the reader, each with its ``open`` for the model.

        A deferred item is due on the agreed day. Of a past day all is as it was then.
        """
        items = self.env["ar.open.item"]
        past = None if day == companies[0]._ar_today() else day
        rows = items._read_rows(companies.ids, items._allowed_partners(partner_ids), as_of=past)
        rows = [row for row in rows if row["residual"]]
        agreed = self._read_deferred([row["id"] for row in rows], past)
        disputed = self._read_disputed(only_open=True, day=past)
        sent = self._read_sent([row["move_id"] for row in rows], past)
        for row in rows:
            row["residual"] = float(row["residual"])
            due = agreed.get(row["id"]) or row["date_due"]
            features = ("electronic",) if row["move_id"] in sent else ()
            known = row["id"] in disputed
            row["open"] = Open(
                (row["company_id"], row["partner_id"]),
                row["invoice_date"] or row["date"],
                due,
                row["residual"],
                features + (UNKNOWN if known else ()),
                () if known else UNKNOWN,
            )
        return rows

    def _split_agreed(self, companies, rows, day):
        """What was agreed, as ``Agreed``, and the rows without what that is for, and without what
        is stuck: of that nothing is expected by habit.

        What should have come by now is expected today; amounts in other currencies at today's
        rate.
        """
        agreed, left, _covered = self._cover_agreed(companies, rows, day)
        customers, items = self._read_stuck(companies, day)
        if customers or items:
            left = [row for row in left if not self._is_stuck(row, customers, items)]
        return agreed, left

    def _is_stuck(self, row, customers, items):
        return row["id"] in items or (row["company_id"], row["partner_id"]) in customers

    def _cover_agreed(self, companies, rows, day, partner_ids=None):
        """What was agreed, the rows less what that is for, and {row id: pairs (day, amount) of what
        was agreed of it}."""
        agreed, taken = [], {}
        own = self.env["ar.open.item"]._allowed_partners(None)
        insolvent, _items = self._read_stuck(companies, day)
        for record, left in self._find_agreed(companies, day, partner_ids):
            partner, company = record.partner_id, record.company_id
            key = (company.id, partner.id)
            if left <= 0 or (own is not None and partner.id not in own) or key in insolvent:
                continue
            left = record.currency_id._convert(left, company.currency_id, company, day)
            source = record if record._name == "ar.promise" else record.plan_id
            until = max(record.date, day)
            agreed.append(Agreed(until, left, record))
            taken.setdefault(key, []).append([left, set(source.move_line_ids.ids), until])
        if not agreed:
            return [], rows, {}
        for shares in taken.values():
            shares.sort(key=lambda share: share[2])
        return agreed, *self._take_off(rows, taken)

    def _take_off(self, rows, taken):
        """The rows less what is agreed of them, named items first, then the oldest; and of which
        item how much is agreed for when."""
        rows = [dict(row) for row in rows]
        covered = {}
        for row in sorted(rows, key=lambda row: (row["date_due"], row["id"])):
            for share in taken.get((row["company_id"], row["partner_id"]), ()):
                if row["residual"] > 0 and (not share[1] or row["id"] in share[1]):
                    used = min(share[0], row["residual"])
                    share[0] -= used
                    row["residual"] -= used
                    if used:
                        covered.setdefault(row["id"], []).append((share[2], used))
        left = [row for row in rows if row["residual"]]
        for row in left:
            row["open"] = row["open"]._replace(amount=row["residual"])
        return left, covered
