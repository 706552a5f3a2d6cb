"""Early payment discounts in what is asked: how much, and until which day. Pure.

A row of the reader has ``asked_currency`` (less the discount, as long as it can be taken),
``residual_currency``, ``residual`` (in company currency) and ``discount_date``.
"""


def holds(row, day=None):
    """Whether the discount of a row can still be taken on ``day`` (today, if none is given)."""
    return bool(row["discount_date"]) and not (day and row["discount_date"] < day)


def asked_of(row, day=None):
    """(in the item's currency, in the company's) what is asked of a row on ``day``."""
    whole = row["residual_currency"]
    if not holds(row, day) or not whole:
        return whole, row["residual"]
    return row["asked_currency"], row["residual"] * row["asked_currency"] / whole


def discount_of(row, asked, day=None):
    """(amount, last day) of the discount in ``asked``, which may be a part of the item where
    the rest is held; (0.0, None) where there is none."""
    if not holds(row, day) or not row["asked_currency"]:
        return 0.0, None
    share = asked / row["asked_currency"]
    return (row["residual_currency"] - row["asked_currency"]) * share, row["discount_date"]
