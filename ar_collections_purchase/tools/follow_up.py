"""What comes next with a supplier whose invoice is missing, and on which day."""

from datetime import timedelta

NEXT = {"new": "asked", "asked": "reminded", "reminded": "called", "called": "escalated"}
# These steps are e-mails.
MAILS = ("asked", "reminded")


def next_step(state, reachable):
    """The state that follows, or None where nothing does.

    :param reachable: whether e-mails reach the supplier; else somebody calls at once
    """
    step = NEXT.get(state)
    return "called" if step in MAILS and not reachable else step


def joint_step(steps):
    """What is done with one supplier: the firmest of the steps that are due with its orders. None
    of them is a message of its own."""
    return max(steps, key=tuple(NEXT.values()).index)


def next_slot(day, weekday):
    """The first day from ``day`` on that is the weekday (0 is Monday) of the calls."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
