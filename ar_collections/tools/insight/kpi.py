"""Key figures of credit and collections: one function for each formula.

Amounts are of one currency and one group of customers. Nothing is rounded. Where a figure cannot be
told – nothing was sold, nothing fell due – it is None, and not 0. Source, unless the function says
*convention*: Credit Research Foundation; a convention has no standard in the field.
"""

from ..resolution.promise import kept_rate

#: Days after the due date at which what is unpaid is at risk.
AT_RISK_DAYS = 90
#: Days that a bucket of the roll rate is wide, and that lie between its two looks.
ROLL_DAYS = 30
#: The share of an amount that sums of floats may be wrong by.
NOTHING = 1e-9


def ratio(numerator, denominator, factor=1.0):
    """``numerator × factor / denominator``; None where the denominator is nothing or negative."""
    return numerator * factor / denominator if denominator > 0 else None


def dso(closing, sales, days):
    """Days sales outstanding: closing receivables × days / credit sales, in days."""
    return ratio(closing, sales, days)


def best_possible_dso(not_due, sales, days):
    """What the terms alone make of it: receivables not due yet × days / credit sales, in days."""
    return ratio(not_due, sales, days)


def average_days_delinquent(closing, not_due, sales, days):
    """DSO less best possible DSO, in days: what late payment costs."""
    return ratio(closing - not_due, sales, days)


def cei(opening, sales, closing, not_due):
    """Collection effectiveness index of one period (N = 1), in per cent: what was collected of what
    could be. With several months in a period the profession's formula divides sales by their
    number, and two readers get two answers: ask for it month by month.
    """
    return ratio(opening + sales - closing, opening + sales - not_due, 100.0)


def overdue_rate(overdue, total):
    """Overdue of all receivables, in per cent."""
    return ratio(overdue, total, 100.0)


def countback(receivables, months):
    """Countback DSO in days: whole months of sales are taken off the receivables from the newest
    back, and the last one in part.

    :param months: (credit sales, days) of each month, the newest first
    :return: 0.0 where nothing is owed; None where more is owed than was sold in these months
    """
    left, counted = receivables, 0.0
    for sales, days in months:
        if left <= 0:
            break
        if sales >= left:
            return counted + left / sales * days
        # In a month with more credit notes than invoices what is owed comes from earlier ones.
        left -= sales
        counted += days
    # What is left of sums of floats is nothing.
    return counted if left <= receivables * NOTHING else None


def turnover(sales, opening, closing):
    """How often receivables turn in the period: credit sales / average of opening and closing."""
    return ratio(sales, (opening + closing) / 2)


def turnover_days(sales, opening, closing, days):
    """Days that it takes receivables to turn once."""
    return ratio((opening + closing) / 2, sales, days)


def bad_debt(written_off, sales):
    """Written off of credit sales, in per cent, before recoveries."""
    return ratio(written_off, sales, 100.0)


def weighted_delay(amount_days, amount):
    """Days beyond terms, weighted by amounts: Σ(amount × (paid − due)) / Σ amount. What is paid
    early counts negative, what is open and overdue until the day of the reading.
    """
    return ratio(amount_days, amount)


def at_risk(unpaid, billed):
    """Share of what was billed that is unpaid ``AT_RISK_DAYS`` after its due date, in per cent."""
    return ratio(unpaid, billed, 100.0)


def promise_kept(kept, partly, broken):
    """Promises kept of those that fell due, in per cent. Convention."""
    return kept_rate(kept, partly, broken)


def dispute_cycle(days, count):
    """Mean days from opening to end of the disputes that ended. Convention.

    :param days: their days, added up
    """
    return ratio(days, count)


def billing_days(days, count):
    """Mean days from delivery to invoice, or from invoice to sending. Convention.

    :param days: those of the invoices, added up
    """
    return ratio(days, count)


def effectiveness(collected, opening, fell_due, disputed):
    """Collector effectiveness, in per cent. Convention: collected / (collectible at the opening +
    fell due − disputed).
    """
    return ratio(collected, opening + fell_due - disputed, 100.0)


def recovery(recovered, handed_over):
    """What came in of what was handed over to lawyers and agencies, in per cent. Convention."""
    return ratio(recovered, handed_over, 100.0)


def cost_to_collect(reminders, cases, collected):
    """What collecting 100 costs. Convention: (cost of reminders + of cases) × 100 / collected.

    :param cases: what lawyers, agencies and courts have billed
    """
    return ratio(reminders + cases, collected, 100.0)


def roll(later, earlier):
    """Balance in the next bucket, of what stood in the one before it, in per cent."""
    return ratio(later, earlier, 100.0)
