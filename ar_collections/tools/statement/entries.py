"""Lines of two ledgers, and which of them are still free. Pure."""

from datetime import date
from typing import NamedTuple

from .numbers import words

#: Steps that need a person's look.
UNSURE = {"number_amount", "reference_amount", "amount_date", "sum"}


class Entry(NamedTuple):
    """A line of one ledger.

    :param key: whatever the caller knows it by; it decides nothing
    :param amount: in smallest units, positive where the customer owes
    """

    key: object
    date: date
    amount: int
    number: str = ""
    reference: str = ""
    text: str = ""


class Match(NamedTuple):
    """Lines of both sides that are the same thing.

    :param ours: keys of our lines, ``theirs``: keys of the customer's
    :param difference: their amount less ours
    :param days: their (last) date less our (last) date, 0 where one side is empty
    :param words: what was found on both sides, for the reason
    """

    step: str
    ours: tuple
    theirs: tuple
    difference: int
    days: int
    words: str = ""

    @property
    def sure(self):
        return self.step not in UNSURE


class Result(NamedTuple):
    """``matches``, the keys of the lines left, and whether the search was cut: for sums, or for
    numbers in texts of uncommon length."""

    matches: list
    ours: list
    theirs: list
    cut: bool


def content(entry):
    """What an entry says, without the key its caller knows it by."""
    return entry.date, entry.amount, entry.number, entry.reference, entry.text


def sum_of(entries):
    """What the entries come to, in smallest units."""
    return sum(entry.amount for entry in entries)


class Lines:
    """The lines of both sides that are still free, and what has been matched.

    ``sides`` are sorted by what the lines say: places stand for lines, and the order of the
    files is forgotten.
    """

    def __init__(self, ours, theirs):
        self.sides = [sorted(side, key=content) for side in (ours, theirs)]
        self.free = [set(range(len(side))) for side in self.sides]
        self.matches = []

    def take(self, step, ours, theirs, shared=""):
        """Match the lines at these places; ``shared`` is what was found on both sides.

        :raise ValueError: one of them is not free any more
        """
        for free, places in zip(self.free, (ours, theirs), strict=True):
            if len(set(places)) != len(places) or not free.issuperset(places):
                raise ValueError("A line cannot be matched twice.")
            free.difference_update(places)
        our_entries = [self.sides[0][place] for place in ours]
        their_entries = [self.sides[1][place] for place in theirs]
        days = 0
        if ours and theirs:
            days = (max(e.date for e in their_entries) - max(e.date for e in our_entries)).days
        # The number as we write it says more than its bare figures.
        numbers = [entry.number for entry in our_entries if shared in words(entry)]
        shared = numbers[0] if numbers and numbers[0] else shared
        self.matches.append(
            Match(
                step,
                tuple(entry.key for entry in our_entries),
                tuple(entry.key for entry in their_entries),
                sum_of(their_entries) - sum_of(our_entries),
                days,
                shared,
            )
        )

    def amount(self, side, places):
        return sum(self.sides[side][place].amount for place in places)

    def group(self, key):
        """{key: ([our free places], [their free places])} of lines with that key."""
        groups = {}
        for side in (0, 1):
            for place in sorted(self.free[side]):
                value = key(self.sides[side][place])
                if value:
                    groups.setdefault(value, ([], []))[side].append(place)
        return groups
