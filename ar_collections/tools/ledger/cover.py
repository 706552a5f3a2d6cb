"""What covers what a customer owes: the one answer to what is overdue, net. Pure.

Of one customer in one company and currency, as of a day:

* only what is dated on or before the day counts; the rows are read so;
* credits (payments on account, credit notes, negative entries) cover debits, the oldest due first:
  all of them, whether anybody is reminded of them or not. A credit whose own debit is left out of
  the reminders pays that debit and no other one;
* money that we paid out (a refund) uses up credits before all debts, and is no debt itself;
* an item that is open in one of its two currencies only is what an exchange difference has left:
  settled, neither owed nor a credit. It counts in the balance, which is the ledger's.

Credits of one currency never cover debts of another.
"""

from collections import defaultdict
from typing import NamedTuple

from ..base.money import from_units, round_to, to_units

# Finer than any currency's smallest unit: amounts are added up in whole numbers of it.
EXACT = 1e-6

DEBIT, CREDIT, PAID_OUT, SETTLED = "debit", "credit", "paid_out", "settled"


class Share(NamedTuple):
    """``amount`` of a credit that covers a debit, in their currency."""

    debit_id: int
    credit_id: int
    amount: float


def kind_of(row):
    """What an open item is: debit, credit, paid_out (by us) or settled."""
    residual, own = row["residual"], row["residual_currency"]
    if residual > 0 and own > 0:
        return PAID_OUT if row["paid_out"] else DEBIT
    return CREDIT if residual < 0 and own < 0 else SETTLED


def rank(due, id, paid_out=False):
    """The order in which debits are covered; credits are used in the same."""
    return (not paid_out, due, id)


def pair(debits, credits):
    """Which credit covers which debit, the first with the first.

    :param debits: (id, amount) in the order of ``rank``, all of one currency
    :param credits: (id, amount), positive, in the order in which they are used
    :return: list of ``Share``
    """
    shares, waiting = [], iter(credits)
    credit_id, left = None, 0
    for debit_id, amount in debits:
        open_units = to_units(amount, EXACT)
        while open_units > 0:
            if left <= 0:
                credit_id, left = next(waiting, (None, 0))
                left = to_units(left, EXACT)
                if credit_id is None:
                    return shares
            taken = min(open_units, left)
            if taken > 0:
                shares.append(Share(debit_id, credit_id, from_units(taken, EXACT)))
            open_units, left = open_units - taken, left - taken
    return shares


def match(rows):
    """Which credits cover which debits, of any number of customers.

    :param rows: rows of ``ar.open.item`` that hold all that counts of their customers
    :return: list of ``Share``
    """
    sides = defaultdict(lambda: ([], []))
    for row in rows:
        kind = kind_of(row)
        if kind != SETTLED:
            key = row["partner_id"], row["company_id"], row["currency_id"]
            sides[key][kind == CREDIT].append(row)
    shares = []
    for debits, credits in sides.values():
        if debits and credits:
            debits.sort(key=lambda row: rank(row["date_due"], row["id"], row["paid_out"]))
            credits.sort(key=lambda row: rank(row["date_due"], row["id"]))
            shares += pair(
                [(row["id"], row["residual_currency"]) for row in debits],
                [(row["id"], -row["residual_currency"]) for row in credits],
            )
    return shares


def covered_by(shares):
    """{debit id: what credits cover of it, in its currency} of those that are covered."""
    units = defaultdict(int)
    for share in shares:
        units[share.debit_id] += to_units(share.amount, EXACT)
    return {debit_id: from_units(found, EXACT) for debit_id, found in units.items()}


def left_of(row, covered):
    """What is left to pay of a debit, after what covers it.

    :param covered: of the item, in its currency
    :return: (in the item's currency, in the company's); (0, 0) of what is no debt
    """
    if kind_of(row) not in (DEBIT, PAID_OUT):
        return 0.0, 0.0
    own = from_units(max(to_units(row["residual_currency"] - covered, EXACT), 0), EXACT)
    return own, row["residual"] * own / row["residual_currency"]


def pay(rows, ids, amount):
    """Rows as they are once an amount has paid some of their debits, the oldest due first.

    :param ids: of debits of one currency
    :param amount: in that currency
    """
    debits = [row for row in rows if row["id"] in ids and kind_of(row) == DEBIT]
    debits.sort(key=lambda row: rank(row["date_due"], row["id"]))
    owed = [(row["id"], row["residual_currency"]) for row in debits]
    paid, after = covered_by(pair(owed, [("paid", amount)])), []
    for row in rows:
        own, company = row["residual_currency"], row["residual"]
        if row["id"] in paid:
            own, company = left_of(row, paid[row["id"]])
        after.append({**row, "residual_currency": own, "residual": company})
    return after


class Figures(NamedTuple):
    """What a customer owes, net.

    :param owed: what is left of all debts
    :param overdue: what is left of those whose due date has passed
    :param paid_out: what we paid out without a credit: for a person to look at
    :param days: since the oldest of what is overdue was due
    :param oldest_due: due date of the oldest debt of which something is left, or None
    """

    owed: float = 0.0
    overdue: float = 0.0
    paid_out: float = 0.0
    days: int = 0
    oldest_due: object = None


def figures(rows, day, rounding, company=False):
    """Add up what is left of ``rows`` (one customer's, of one currency unless ``company``).

    :param rows: as of ``match``, with ``covered``: what credits cover of each
    :param rounding: of the currency that is told
    :param company: in the company's currency in place of the items'
    """
    owed = overdue = paid_out = 0.0
    days, oldest = 0, None
    for row in rows:
        left = left_of(row, row["covered"])[company]
        if left <= 0:
            continue
        if row["paid_out"]:
            paid_out += left
            continue
        owed += left
        oldest = row["date_due"] if oldest is None else min(oldest, row["date_due"])
        if row["date_due"] < day:
            overdue += left
            days = max(days, (day - row["date_due"]).days)
    sums = (round_to(amount, rounding) for amount in (owed, overdue, paid_out))
    return Figures(*sums, days, oldest)
