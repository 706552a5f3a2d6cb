"""The figures of a notice, from its lines. Pure; one currency."""

from typing import NamedTuple


class Figures(NamedTuple):
    """Amounts in the notice's currency; ``credit`` positive."""

    overdue: float
    upcoming: float
    credit: float
    total: float


def figures(lines, fee=0.0, interest=0.0):
    """Sum the lines of one notice.

    A notice asks for what is overdue, less the credits. Where nothing overdue is left after
    the credits, it reminds of what will be due, too. Lines of kind ``info`` are shown and
    never asked.

    :param lines: (kind, days overdue, amount) with kind item / overdue / info / credit;
        credits negative
    """
    asked = [(days, amount) for kind, days, amount in lines if kind in ("item", "overdue")]
    overdue = sum(amount for days, amount in asked if days > 0)
    upcoming = sum(amount for days, amount in asked if days <= 0)
    credit = -sum(amount for kind, _days, amount in lines if kind == "credit")
    base = overdue if overdue > credit else overdue + upcoming
    return Figures(overdue, upcoming, credit, base - credit + fee + interest)
