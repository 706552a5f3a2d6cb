"""Balance confirmations: what a difference comes to, what was confirmed of a ledger, and the
text of the figures that were put to the customer. Pure."""

import json

from ..base.money import CENT, to_units

# Causes whose amount is what the customer has paid or sent back; of others it is what he thinks
# is right.
TAKEN_OFF = ("paid", "returned")
# The amount for a line is asked again below one part in so many, and above so many times it.
TINY_PART = 100
HUGE_TIMES = 10
# How a balance stands, in the order of the summary.
STANDINGS = (
    "confirmed",
    "settled",
    "differs",
    "unanswered",
    "expired",
    "withdrawn",
    "not_sent",
    "not_asked",
)


def difference_of(cause, stated, claimed=None):
    """What we state less what the customer does, of one line.

    :param cause: 'not_received', 'paid', 'wrong_amount', 'wrong_price', 'returned', 'other', or
        'missing' (something that the statement does not show)
    :param stated: what the statement says is open; credits are negative; 0 for 'missing'
    :param claimed: the customer's amount, None where he gave none: what was paid or sent back,
        what he thinks is right, or what is missing (credits and payments negative)
    :return: amount in the line's currency; all of the line where nothing else is said
    """
    if cause == "missing":
        return -(claimed or 0.0)
    if claimed is None or cause == "not_received":
        return stated
    return claimed if cause in TAKEN_OFF else stated - claimed


def doubt_of(stated, claimed, rounding=CENT):
    """Why the amount that a customer gives for a line can hardly be what he means.

    :param stated: what the statement says is open; credits are negative
    :param claimed: the customer's amount, None where he gave none
    :return: 'sign' (it has the other one), 'tiny' (less than a hundredth of the line, as where a
        decimal sign slipped), 'huge' (more than ten times the line), or ''
    """
    stated, claimed = to_units(stated, rounding), to_units(claimed or 0.0, rounding)
    if not stated or not claimed:
        return ""
    if (stated > 0) != (claimed > 0):
        return "sign"
    if abs(claimed) * TINY_PART < abs(stated):
        return "tiny"
    return "huge" if abs(claimed) > abs(stated) * HUGE_TIMES else ""


def write_figures(figures):
    """The figures put to a customer, as text that is the same whenever they are the same."""
    return json.dumps(figures, sort_keys=True, ensure_ascii=False, indent=1)


def sum_up(rows, rounding=CENT):
    """How much of a ledger was confirmed.

    :param rows: dicts with 'standing' (one of STANDINGS), 'balance' (what the ledger says),
        'asked' (what was put to the customer) and 'difference' (of the customer's answer), all
        in one currency
    :param rounding: the currency's smallest unit
    :return: {'standings': [(standing, count, balance, share)] of those that occur, 'count',
        'balance', 'confirmed', 'coverage', 'answered', 'difference'}; shares are of the whole
        balance, None where that is nil. Confirmed is what was asked where the customer agreed,
        and the ledger's balance if that is less.
    """
    balance = sum(row["balance"] for row in rows)
    share = share_of(balance, rounding)
    standings = []
    for standing in STANDINGS:
        own = [row for row in rows if row["standing"] == standing]
        if own:
            amount = sum(row["balance"] for row in own)
            standings.append((standing, len(own), amount, share(amount)))
    confirmed = sum(covered(row) for row in rows if row["standing"] == "confirmed")
    answered = sum(
        row["balance"] for row in rows if row["standing"] in ("confirmed", "settled", "differs")
    )
    return {
        "standings": standings,
        "count": len(rows),
        "balance": balance,
        "confirmed": confirmed,
        "coverage": share(confirmed),
        "answered": share(answered),
        "difference": sum(row["difference"] for row in rows),
    }


def covered(row):
    """What a confirmed balance covers of the ledger's: never more than either of them."""
    asked, balance = row["asked"], row["balance"]
    if asked * balance < 0:
        return 0.0
    return min(asked, balance, key=abs)


def share_of(whole, rounding=CENT):
    """A function that gives the share of ``whole``, None where that is nil."""
    return lambda amount: amount / whole if to_units(whole, rounding) else None
