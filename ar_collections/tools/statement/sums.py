"""One line of a ledger as the sum of several of the other. Pure."""

from bisect import bisect_left, bisect_right
from collections import defaultdict

from .entries import content
from .numbers import plain

#: Of a sum: how many lines at most, out of how many nearest candidates.
MAX_PARTS = 5
MAX_CANDIDATES = 12
#: Sums tried in all. A count, not a time: the same files give the same result everywhere.
MAX_TRIES = 4_000_000
#: Lines in a row by number that may be one line of the other side, and days from the last.
MAX_RUN = 12
RUN_WINDOW = 31


class SumSearch:
    """Takes the sums out of ``lines``; ``cut`` tells whether it gave up before the end.

    :param lines: ``Lines``
    :param window: days that the parts may be away from their sum
    """

    def __init__(self, lines, window):
        self.lines, self.window = lines, window
        self.sides, self.free = lines.sides, lines.free
        self.tries = 0
        self.cut = False

    def run(self):
        """One line as the sum of several; where two sums would do, nobody guesses."""
        # Their collective lines first, the greatest first; then our lump sums.
        for one in (1, 0):
            self._by_run(one)
            calendar = self._calendar(1 - one)
            order = sorted(
                self.free[one], key=lambda place: (-abs(self.sides[one][place].amount), place)
            )
            for place in order:
                if self.tries > MAX_TRIES:
                    self.cut = True
                    return
                candidates = self._candidates(one, place, calendar)
                self.tries += 2 ** (len(candidates) // 2 + 1)
                parts = self._find_parts(one, place, candidates)
                if parts:
                    self._take_sum(one, place, parts)

    def _take_sum(self, one, place, parts):
        self.lines.take("sum", *(([place], parts) if one == 0 else (parts, [place])))

    def _by_run(self, one):
        """Sums of documents that follow each other by number: what is paid or booked
        together was often written together."""
        entries = self.sides[1 - one]
        numbered = sorted(
            (place for place in self.free[1 - one] if plain(entries[place].number)),
            key=lambda place: (plain(entries[place].number), place),
        )
        wanted = defaultdict(list)
        for place in sorted(self.free[one]):
            wanted[self.sides[one][place].amount].append(place)
        runs = defaultdict(list)
        for start in range(len(numbered)):
            run = numbered[start : start + MAX_RUN]
            amount = entries[run[0]].amount
            for end in range(1, len(run)):
                # A claim and a payment next to each other make no collective line.
                if entries[run[end]].amount * amount < 0:
                    break
                amount += entries[run[end]].amount
                if amount in wanted:
                    runs[amount].append(run[: end + 1])
        for amount in sorted(runs):
            if len(runs[amount]) == 1 and len(wanted[amount]) == 1:
                place, run = wanted[amount][0], runs[amount][0]
                last = max(entries[part].date for part in run)
                near = abs((self.sides[one][place].date - last).days) <= RUN_WINDOW
                if near and self.free[1 - one].issuperset(run):
                    self._take_sum(one, place, run)

    def _calendar(self, side):
        """{(day, is claim): (amounts, places)} of the free lines of a side; both ascend, since
        lines of a day are sorted by amount."""
        calendar = {}
        for place in sorted(self.free[side]):
            entry = self.sides[side][place]
            key = entry.date.toordinal(), entry.amount > 0
            amounts, places = calendar.setdefault(key, ([], []))
            amounts.append(entry.amount)
            places.append(place)
        return calendar

    def _candidates(self, one, place, calendar):
        """The nearest free lines of the other side that can be a part of a line."""
        entry = self.sides[one][place]
        day, claim, found = entry.date.toordinal(), entry.amount > 0, []
        for distance in range(self.window + 1):
            for other in sorted({day - distance, day + distance}):
                amounts, places = calendar.get((other, claim), ((), ()))
                # Those of a smaller amount: of claims in front, of credits at the end.
                if claim:
                    nearest = range(bisect_left(amounts, entry.amount))
                else:
                    nearest = range(bisect_right(amounts, entry.amount), len(amounts))
                for position in nearest:
                    self.tries += 1
                    if places[position] in self.free[1 - one]:
                        found.append(places[position])
                        if len(found) == MAX_CANDIDATES:
                            return found
        return found

    def _find_parts(self, one, place, candidates):
        """The parts of a line, or None: of the sums that fit those of the fewest parts,
        if there is one alone. All sums of a half are looked up among those of the other."""
        entries, wanted = self.sides[1 - one], self.sides[one][place].amount
        half = len(candidates) // 2
        known = defaultdict(list)
        for amount, parts in _all_sums(entries, candidates[:half]):
            known[amount].append(parts)
        found = defaultdict(dict)
        for amount, parts in _all_sums(entries, candidates[half:]):
            others = known.get(wanted - amount, ())
            # Each of these takes as long as several that lead to nothing.
            self.tries += 4 * len(others)
            for other in others:
                whole = sorted(other + parts)
                if 2 <= len(whole) <= MAX_PARTS:
                    says = tuple(content(entries[part]) for part in whole)
                    found[len(whole)][says] = whole
        fewest = found[min(found)] if found else {}
        return next(iter(fewest.values())) if len(fewest) == 1 else None


def _all_sums(entries, places):
    """(amount, places) of every choice among places, the empty one too."""
    sums = [(0, [])]
    for place in places:
        amount = entries[place].amount
        sums += [(known + amount, [*parts, place]) for known, parts in sums]
    return sums
