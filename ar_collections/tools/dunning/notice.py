"""The figures of a notice, from its lines. Pure; one currency."""

from typing import NamedTuple

from ..base.money import to_units


class Figures(NamedTuple):
    """Amounts in the notice's currency; ``credit`` positive."""

    overdue: float
    upcoming: float
    credit: float
    total: float


def asks_late_only(overdue, credit):
    """Whether the total asks for what is overdue alone: something of it is left after the
    credits. Else it counts what will be due, too."""
    return to_units(overdue) > to_units(credit)


def late_left(overdue, credit):
    """What is left of what is overdue after the credits, never less than nothing."""
    return max(overdue - credit, 0.0) if asks_late_only(overdue, credit) else 0.0


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
    base = overdue if asks_late_only(overdue, credit) else overdue + upcoming
    return Figures(overdue, upcoming, credit, base - credit + fee + interest)
