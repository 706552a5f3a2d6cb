"""What lies between two ledgers once they are matched. Pure.

Sides and amounts are those of ``matching``.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from .entries import content, sum_of
from .numbers import plain

#: Smallest units that roundings of several lines may come to.
MAX_ROUNDING = 5


class Difference(NamedTuple):
    """A step on the way from our balance to theirs.

    ``kind``: only_ours_claim, only_ours_credit, only_theirs_claim, only_theirs_credit,
    duplicate_ours, duplicate_theirs, amount, typing (digits swapped), rounding, sign, date.
    ``amount`` is what it adds to our balance.
    """

    kind: str
    amount: int
    ours: tuple = ()
    theirs: tuple = ()
    days: int = 0


def suggest_sign(ours, theirs):
    """-1 where the customer's file has the signs the other way round, else 1: decided by
    the documents of one number and one amount on both sides."""
    amounts = defaultdict(set)
    for entry in ours:
        amounts[plain(entry.number)].add(entry.amount)
    votes = Counter()
    for entry in theirs:
        known = amounts.get(plain(entry.number), ())
        votes[1] += entry.amount in known
        votes[-1] += -entry.amount in known
    return -1 if votes[-1] > votes[1] else 1


def find_differences(ours, theirs, matches, tolerance=0):
    """The steps from our balance to theirs: our balance and all their amounts are the sum
    of the customer's lines, whatever was matched.

    :param matches: ``Match`` rows, or anything with ``ours`` and ``theirs``
    :param tolerance: days that dates may differ without a word
    :return: list of ``Difference``
    """
    entries = ({e.key: e for e in ours}, {e.key: e for e in theirs})
    matched = (set(), set())
    found = []
    for one in matches:
        sides = [
            [entries[side][key] for key in keys] for side, keys in enumerate((one.ours, one.theirs))
        ]
        for side, keys in enumerate((one.ours, one.theirs)):
            matched[side].update(keys)
        found += _of_match(one, *sides, tolerance)
    left = [
        [entry for key, entry in entries[side].items() if key not in matched[side]]
        for side in (0, 1)
    ]
    known = [
        {(plain(e.number), e.amount) for k, e in entries[side].items() if k in matched[side]}
        for side in (0, 1)
    ]
    return found + _of_rest(left, known)


def _of_match(one, ours, theirs, tolerance):
    amount = sum_of(theirs) - sum_of(ours)
    days = 0
    if ours and theirs:
        days = (max(e.date for e in theirs) - max(e.date for e in ours)).days
    if amount:
        kind = _kind_of_amount(sum_of(ours), sum_of(theirs), len(ours) == len(theirs) == 1)
        return [Difference(kind, amount, tuple(one.ours), tuple(one.theirs), days)]
    if abs(days) > tolerance and len(ours) == len(theirs) == 1:
        return [Difference("date", 0, tuple(one.ours), tuple(one.theirs), days)]
    return []


def _kind_of_amount(ours, theirs, single):
    """What an amount that differs looks like."""
    if abs(theirs - ours) <= MAX_ROUNDING:
        return "rounding"
    if ours == -theirs:
        return "sign"
    mine, yours = str(abs(ours)), str(abs(theirs))
    if single and len(mine) == len(yours):
        differ = [place for place in range(len(mine)) if mine[place] != yours[place]]
        if (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and mine[differ[0]] == yours[differ[1]]
            and mine[differ[1]] == yours[differ[0]]
        ):
            return "typing"
    return "amount"


def _of_rest(left, known):
    """Differences of lines that nothing on the other side answers."""
    found = []
    numbers = [defaultdict(list), defaultdict(list)]
    for side in (0, 1):
        for entry in sorted(left[side], key=content):
            if plain(entry.number):
                numbers[side][plain(entry.number), abs(entry.amount)].append(entry)
    # Both have the document, one of them on the wrong side of the account.
    turned = (set(), set())
    for key, ours in numbers[0].items():
        for mine, yours in zip(ours, numbers[1].get(key, ()), strict=False):
            if mine.amount == -yours.amount:
                turned[0].add(mine.key)
                turned[1].add(yours.key)
                amount = yours.amount - mine.amount
                found.append(Difference("sign", amount, (mine.key,), (yours.key,)))
    for side, (name, factor) in enumerate((("ours", -1), ("theirs", 1))):
        seen = set(known[side])
        for entry in sorted(left[side], key=content):
            if entry.key in turned[side]:
                continue
            key = (plain(entry.number), entry.amount)
            twice = key[0] and key in seen
            seen.add(key)
            kind = f"only_{name}_{'claim' if entry.amount > 0 else 'credit'}"
            if twice:
                kind = f"duplicate_{name}"
            keys = {"ours" if side == 0 else "theirs": (entry.key,)}
            found.append(Difference(kind, factor * entry.amount, **keys))
    return found
