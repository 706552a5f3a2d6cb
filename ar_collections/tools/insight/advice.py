"""The way by which a customer is reached best, from its own history and that of all. Pure."""

from typing import NamedTuple

#: What all customers do counts as much as so many own notices.
WEIGHT = 10
#: Own notices, by all ways and by the one that is advised, below which nothing is advised.
LEAST_NOTICES, LEAST_BY_WAY = 4, 2
#: So much better a way must be to change to it.
LEAST_GAP = 0.05


class Advice(NamedTuple):
    """The best way and the present one, each with its ``Share`` of the customer's notices and of
    all customers'. ``is_change``: another way than the present one, of which something is
    known, is worth trying."""

    way: str
    own: object
    all: object
    present: str
    present_own: object
    present_all: object
    is_change: bool


def shrunken(own, everybody):
    """The share of paid notices to expect: own history, drawn to that of all customers.

    :param own, everybody: ``Share``
    """
    usual = everybody.value if everybody.whole else 0.0
    return (own.part + WEIGHT * usual) / (own.whole + WEIGHT)


def advise(own, everybody, preferred=""):
    """What way is best for a customer.

    :param own, everybody: {way: ``Share`` of notices that were paid soon}, of the customer and of
        all
    :param preferred: the way that the customer prefers already; '' where nobody said
    :return: ``Advice``, or None where too little is known
    """
    if sum(share.whole for share in own.values()) < LEAST_NOTICES:
        return None
    rates = {
        way: shrunken(share, everybody.get(way, share))
        for way, share in own.items()
        if share.whole >= LEAST_BY_WAY
    }
    if not rates:
        return None
    best = max(sorted(rates), key=rates.get)
    present = preferred or max(sorted(own), key=lambda way: own[way].whole)
    nothing = type(own[best])(0, 0)
    known = own.get(present, nothing)
    usual = everybody.get(present, nothing)
    gap = rates[best] - shrunken(known, usual)
    return Advice(
        best,
        own[best],
        everybody.get(best, nothing),
        present,
        known,
        usual,
        best != present and gap >= LEAST_GAP and bool(known.whole or usual.whole),
    )
