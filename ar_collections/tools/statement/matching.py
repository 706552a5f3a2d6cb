"""Two ledgers of one account, matched line by line. Pure.

Both sides come as ``Entry`` rows: amounts are whole numbers of the currency's smallest unit,
of one sign for the same thing (what the customer owes is positive on both sides).

Steps, the surest first; a line that a step has matched is gone for the later ones:

1. ``number``: same document number, same amount; then all lines of a number together.
2. ``reference``: a number of one line found in the texts of the other, whatever is written
   around it; then one line that names several, with their sum.
3. ``number_amount``, ``reference_amount``: the number says it is the same, the amounts differ.
4. ``amount_date``: same amount, dates a few days apart.
5. ``sum``: one line is the sum of several of the other side.
6. ``offset``: lines of one side that cancel each other under one number.

The result does not depend on the order of the lines: whatever is chosen among several is
chosen by what the lines say. Only lines that say exactly the same can stand for each other.
"""

from collections import defaultdict, deque

from .entries import Lines, Result
from .numbers import plain, words
from .sums import SumSearch

#: Days that the same thing may be booked apart.
WINDOW = 7
#: More lines than this with one word: the word names no document (a contract, a customer).
MAX_SHARED = 12
#: Signs of the texts of a side that are searched for numbers.
MAX_SEARCHED = 10_000_000


def match(ours, theirs, window=WINDOW):
    """Match two ledgers.

    :param ours: our ``Entry`` rows, ``theirs``: the customer's; keys are unique per side
    :param window: days that dates may differ where only amounts say that it is the same
    :return: ``Result``; each key is in exactly one place of it
    """
    return _Matcher(ours, theirs, window).run()


class _Matcher(Lines):
    """The steps, over the lines that are still free."""

    def __init__(self, ours, theirs, window):
        super().__init__(ours, theirs)
        self.window = window
        self.cut = False

    def run(self):
        self._by_number()
        self._by_reference()
        self._by_number_with_difference()
        self._by_amount_and_date()
        # 5
        sums = SumSearch(self, self.window)
        sums.run()
        self._offsets()
        left = [
            [side[place].key for place in sorted(free)]
            for side, free in zip(self.sides, self.free, strict=True)
        ]
        return Result(self.matches, *left, self.cut or sums.cut)

    # 1
    def _by_number(self):
        for number, places in sorted(self.group(lambda entry: plain(entry.number)).items()):
            if not places[0] or not places[1]:
                continue
            by_amount = defaultdict(lambda: ([], []))
            for side in (0, 1):
                for place in places[side]:
                    by_amount[self.sides[side][place].amount][side].append(place)
            for _amount, pair in sorted(by_amount.items()):
                for mine, yours in self._nearest(*pair):
                    self.take("number", [mine], [yours], self.sides[0][mine].number)
            left = [
                [place for place in places[side] if place in self.free[side]] for side in (0, 1)
            ]
            if left[0] and left[1] and self.amount(0, left[0]) == self.amount(1, left[1]):
                self.take("number", *left, number)

    def _nearest(self, ours, theirs):
        """Pairs of places, those with the nearest dates first; both of one amount."""
        if len(ours) == 1 and len(theirs) == 1:
            return [(ours[0], theirs[0])]
        pairs = []
        if len(ours) * len(theirs) > 10_000:  # many alike: in the order of their dates
            return list(zip(ours, theirs, strict=False))
        ranked = sorted((self._days(mine, yours), mine, yours) for mine in ours for yours in theirs)
        used = (set(), set())
        for _days, mine, yours in ranked:
            if mine not in used[0] and yours not in used[1]:
                used[0].add(mine)
                used[1].add(yours)
                pairs.append((mine, yours))
        return pairs

    def _days(self, mine, yours):
        return abs((self.sides[0][mine].date - self.sides[1][yours].date).days)

    # 2
    def _index(self):
        """({word: ([our places], [their places])}) of words on both sides that are rare."""
        index = {}
        for side in (0, 1):
            left = MAX_SEARCHED
            for place in sorted(self.free[side]):
                entry = self.sides[side][place]
                left -= len(entry.number) + len(entry.reference) + len(entry.text)
                if left < 0:
                    self.cut = True
                    break
                for word in words(entry):
                    # Of theirs only what we have, too: a file may hold millions of others.
                    if side == 0:
                        index.setdefault(word, ([], []))[0].append(place)
                    elif word in index:
                        index[word][1].append(place)
        return {
            word: places
            for word, places in index.items()
            if places[0] and places[1] and max(map(len, places)) <= MAX_SHARED
        }

    def _by_reference(self):
        index = self._index()
        pairs = {}
        for word, (ours, theirs) in index.items():
            for mine in ours:
                for yours in theirs:
                    if self.sides[0][mine].amount == self.sides[1][yours].amount:
                        rank = (-len(word), word)
                        pairs[mine, yours] = min(rank, pairs.get((mine, yours), rank))
        ranked = sorted(
            (rank[0], self._days(mine, yours), rank[1], mine, yours)
            for (mine, yours), rank in pairs.items()
        )
        for _length, _days, word, mine, yours in ranked:
            if mine in self.free[0] and yours in self.free[1]:
                self.take("reference", [mine], [yours], word)
        self._by_list(index)

    def _by_list(self, index):
        """One line that names several of the other side, and is their sum."""
        for one in (1, 0):
            named = defaultdict(set)
            for places in index.values():
                for place in places[one]:
                    if place in self.free[one]:
                        named[place].update(places[1 - one])
            for place in sorted(named):
                others = sorted(named[place] & self.free[1 - one])
                if len(others) < 2 or place not in self.free[one]:
                    continue
                if self.amount(1 - one, others) == self.sides[one][place].amount:
                    both = ([place], others) if one == 0 else (others, [place])
                    self.take("reference", *both)

    # 3
    def _by_number_with_difference(self):
        for number, (ours, theirs) in sorted(self.group(lambda entry: plain(entry.number)).items()):
            if ours and theirs and self._one_direction(ours, theirs):
                self.take("number_amount", ours, theirs, number)
        index = self._index()
        partners = (defaultdict(dict), defaultdict(dict))
        for word, (ours, theirs) in index.items():
            if word.startswith("~"):
                continue
            for mine in ours:
                for yours in theirs:
                    for side, place, other in ((0, mine, yours), (1, yours, mine)):
                        known = partners[side][place].get(other, (0, ""))
                        partners[side][place][other] = min(known, (-len(word), word))
        for mine in sorted(partners[0]):
            if len(partners[0][mine]) != 1:
                continue
            (yours, (_length, word)), *_none = partners[0][mine].items()
            if len(partners[1][yours]) == 1 and self._one_direction([mine], [yours]):
                self.take("reference_amount", [mine], [yours], word)

    def _one_direction(self, ours, theirs):
        """Whether both sides are claims, or both payments."""
        return self.amount(0, ours) * self.amount(1, theirs) > 0

    # 4
    def _by_amount_and_date(self):
        groups = self.group(lambda entry: (entry.amount,))
        for ours, theirs in (groups[key] for key in sorted(groups)):
            if not ours or not theirs:
                continue
            days = defaultdict(deque)
            for yours in theirs:
                days[self.sides[1][yours].date.toordinal()].append(yours)
            for distance in range(self.window + 1):
                for mine in ours:
                    if mine not in self.free[0]:
                        continue
                    day = self.sides[0][mine].date.toordinal()
                    for other in (day - distance, day + distance):
                        if days.get(other):
                            self.take("amount_date", [mine], [days[other].popleft()])
                            break

    # 6
    def _offsets(self):
        for side in (0, 1):
            groups = defaultdict(list)
            for place in sorted(self.free[side]):
                number = plain(self.sides[side][place].number)
                if number:
                    groups[number].append(place)
            for number, places in sorted(groups.items()):
                if len(places) > 1 and not self.amount(side, places):
                    both = (places, []) if side == 0 else ([], places)
                    self.take("offset", *both, number)
