"""What the forecast reads: payments, open items, and what was agreed about them."""

from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ....tools.insight.backtest import Outcome
from ....tools.insight.forecast import Open, Settled
from .ar_forecast import UNKNOWN

# Months of payments that are learned from, and the most of them: the newest.
MONTHS, MOST_PAYMENTS = 24, 30000
# The most outcomes that a back-test tries.
MOST_OUTCOMES = 20000


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
        rows = self._read_payments(companies, day, MOST_PAYMENTS)
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
        disputed = self._read_disputed()
        for row in rows:
            row["key"] = (row["company_id"], row["partner_id"])
            row["known"] = ("electronic",) if row["sent"] else ()
            row["later"] = UNKNOWN if row["id"] in disputed else ()
        return rows

    def _read_outcomes(self, companies, day):
        """Payments and open items as the back-test tries them."""
        paid = self._read_payments(companies, day, MOST_OUTCOMES)
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
        outcomes += [
            Outcome(
                one.customer,
                one.invoiced,
                one.due,
                None,
                one.amount,
                tuple(name for name in one.features if name not in UNKNOWN),
            )
            for row in self._read_open(companies, day)
            for one in [row["open"]]
        ]
        return outcomes

    def _read_open(self, companies, day, partner_ids=None):
        """Open items as rows of the reader, each with its ``open`` for the model.

        A deferred item is due on the agreed day.
        """
        items = self.env["ar.open.item"]
        rows = items._read_rows(
            companies.ids,
            items._allowed_partners(partner_ids),
            as_of=None if day == companies[0]._ar_today() else day,
        )
        rows = [row for row in rows if row["residual"]]
        ids = [row["id"] for row in rows]
        agreed = self.env["ar.deferral"]._read_agreed(ids)
        disputed = self._read_disputed(only_open=True)
        sent = self._read_sent([row["move_id"] for row in rows])
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

    def _read_disputed(self, only_open=False):
        """All journal items that are disputed, or were: few beside those that would be named."""
        domain = [("move_line_id", "!=", False), ("kind", "=", "dispute")]
        if only_open:
            domain.append(("dispute_id.state", "in", ("open", "investigating")))
        else:
            domain.append(("dispute_id.state", "!=", "withdrawn"))
        items = self.env["ar.dispute.item"].sudo()
        query = items._search(domain)
        column = SQL.identifier(items._table, "move_line_id")
        return {id_ for (id_,) in self.env.execute_query(query.select(column))}

    def _read_sent(self, move_ids):
        """Which of these documents were sent through Odoo: by e-mail or as e-invoices."""
        if not move_ids:
            return set()
        domain = [("id", "in", move_ids), ("is_move_sent", "=", True)]
        return set(self.env["account.move"].sudo()._search(domain))

    def _split_agreed(self, companies, rows, day):
        """What was agreed, as ``Agreed``, and the rows without what that is for.

        What should have come by now is expected today; amounts in other currencies at today's
        rate.
        """
        agreed, taken = [], {}
        own = self.env["ar.open.item"]._allowed_partners(None)
        promises = (
            self.env["ar.promise"]
            .sudo()
            .search([("company_id", "in", companies.ids), ("state", "=", "open")])
        )
        plans = (
            self.env["ar.plan.installment"]
            .sudo()
            .search([("company_id", "in", companies.ids), ("plan_id.state", "=", "active")])
        )
        # What is left follows from the ledger, which changes without notice.
        promises.invalidate_recordset(["amount_left"])
        plans.invalidate_recordset(["amount_left"])
        for record in [*promises, *plans]:
            left, partner = record.amount_left, record.partner_id
            if left <= 0 or (own is not None and partner.id not in own):
                continue
            company = record.company_id
            left = record.currency_id._convert(left, company.currency_id, company, day)
            source = record if record._name == "ar.promise" else record.plan_id
            agreed.append(Agreed(max(record.date, day), left, record))
            key = (company.id, partner.id)
            taken.setdefault(key, []).append([left, set(source.move_line_ids.ids)])
        if not agreed:
            return [], rows
        return agreed, self._take_off(rows, taken)

    def _take_off(self, rows, taken):
        """The rows less what is agreed of them, named items first, then the oldest."""
        rows = [dict(row) for row in rows]
        for row in sorted(rows, key=lambda row: (row["date_due"], row["id"])):
            for share in taken.get((row["company_id"], row["partner_id"]), ()):
                if row["residual"] > 0 and (not share[1] or row["id"] in share[1]):
                    used = min(share[0], row["residual"])
                    share[0] -= used
                    row["residual"] -= used
        left = [row for row in rows if row["residual"]]
        for row in left:
            row["open"] = row["open"]._replace(amount=row["residual"])
        return left
