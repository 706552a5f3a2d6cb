"""What is overdue, said beside a balance: both after the credits, or neither. Pure.

A balance is net of the credits that nobody has allocated, what is past its due date is not: in
one sentence the two contradict each other. Credits pay what is overdue first.
"""

from ..base.money import CENT, from_units, to_units


def net_overdue(overdue, credit, rounding=CENT):
    """What is overdue after the credits, never less than nothing; one currency.

    :param overdue: what is past its due date
    :param credit: payments and credit notes that nobody has allocated, positive
    """
    left = to_units(overdue, rounding) - to_units(credit, rounding)
    return from_units(max(left, 0), rounding)
