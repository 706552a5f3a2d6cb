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

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from datetime import date
from functools import lru_cache
from typing import NamedTuple

#: Days that the same thing may be booked apart.
WINDOW = 7
#: More lines than this with one word: the word names no document (a contract, a customer).
MAX_SHARED = 12
#: Of a sum: how many lines at most, out of how many nearest candidates.
MAX_PARTS = 5
MAX_CANDIDATES = 12
#: Sums tried in all. A count, not a time: the same files give the same result everywhere.
MAX_TRIES = 4_000_000
#: Signs of the longest number, and of the texts of a side that are searched for numbers.
MAX_WORD = 64
MAX_SEARCHED = 10_000_000
#: Lines in a row by number that may be one line of the other side, and days from the last.
MAX_RUN = 12
RUN_WINDOW = 31
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
    cut: bool = False


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


# -- words ----------------------------------------------------------------------------

WORD = re.compile(r"[^\s,;|()\[\]\"']+")
PART = re.compile(r"\d+|[^\W\d_]+")
DATE = re.compile(r"(\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2})\.?")
YEAR = re.compile(r"(19|20)\d\d")


@lru_cache(maxsize=1 << 17)
def plain(number):
    """A number without case, blanks and punctuation; empty where nothing is left."""
    return "".join(PART.findall(number.casefold()))


@lru_cache(maxsize=1 << 17)
def forms(word):
    """How a document number may be written: whole, its figures alone, figures without
    leading zeros, and ``~`` with its last figures, where these are enough to mean something
    together with an equal amount."""
    if DATE.fullmatch(word):
        return ()
    parts = PART.findall(word.casefold())
    digits = [part for part in parts if part.isdigit()]
    if not digits:
        return ()
    found = {"".join(parts), "".join(digits)}
    if len(digits) > 1:
        found.add("-".join(part.lstrip("0") for part in digits))
    found = {form for form in found if len(form) >= 4 and not YEAR.fullmatch(form)}
    if len(digits[-1]) >= 4 and not YEAR.fullmatch(digits[-1]):
        found.add(f"~{digits[-1]}")
    return tuple(sorted(found))


def words(entry):
    """All forms of numbers that the texts of an entry hold."""
    found = set()
    for field in (entry.number, entry.reference, entry.text):
        if not field:
            continue
        # A longer word is no number; what follows a number is looked at all the same.
        parts = [part for part in WORD.findall(field) if len(part) <= MAX_WORD]
        for part in parts:
            found.update(forms(part))
        # A number written with blanks: INV 2026 00012.
        for size in (2, 3):
            for start in range(len(parts) - size + 1):
                run = parts[start : start + size]
                if run[-1].isdigit() and len(run[-1]) < 8:
                    found.add("".join(PART.findall("".join(run).casefold())))
    return found


# -- matching -------------------------------------------------------------------------


def match(ours, theirs, window=WINDOW):
    """Match two ledgers.

    :param ours: our ``Entry`` rows, ``theirs``: the customer's; keys are unique per side
    :param window: days that dates may differ where only amounts say that it is the same
    :return: ``Result``; each key is in exactly one place of it
    """
    return _Matcher(ours, theirs, window).run()


class _Matcher:
    """The lines still free, on both sides, and what has been matched."""

    def __init__(self, ours, theirs, window):
        # Sorted by what they say: from here on places stand for lines, and the order of
        # the files is forgotten.
        self.sides = [sorted(side, key=_content) for side in (ours, theirs)]
        self.free = [set(range(len(side))) for side in self.sides]
        self.window = window
        self.matches = []
        self.cut = False
        self.tries = 0

    def run(self):
        self._by_number()
        self._by_reference()
        self._by_number_with_difference()
        self._by_amount_and_date()
        self._by_sum()
        self._offsets()
        left = [
            [side[place].key for place in sorted(free)]
            for side, free in zip(self.sides, self.free, strict=True)
        ]
        return Result(self.matches, *left, self.cut)

    def _take(self, step, ours, theirs, shared=""):
        for free, places in zip(self.free, (ours, theirs), strict=True):
            # A line that is not free any more would be matched twice.
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
                _sum(their_entries) - _sum(our_entries),
                days,
                shared,
            )
        )

    def _amount(self, side, places):
        return sum(self.sides[side][place].amount for place in places)

    def _group(self, key):
        """{key: ([our free places], [their free places])} of lines with that key."""
        groups = {}
        for side in (0, 1):
            for place in sorted(self.free[side]):
                value = key(self.sides[side][place])
                if value:
                    groups.setdefault(value, ([], []))[side].append(place)
        return groups

    # 1
    def _by_number(self):
        for number, places in sorted(self._group(lambda entry: plain(entry.number)).items()):
            if not places[0] or not places[1]:
                continue
            by_amount = defaultdict(lambda: ([], []))
            for side in (0, 1):
                for place in places[side]:
                    by_amount[self.sides[side][place].amount][side].append(place)
            for _amount, pair in sorted(by_amount.items()):
                for mine, yours in self._nearest(*pair):
                    self._take("number", [mine], [yours], self.sides[0][mine].number)
            left = [
                [place for place in places[side] if place in self.free[side]] for side in (0, 1)
            ]
            if left[0] and left[1] and self._amount(0, left[0]) == self._amount(1, left[1]):
                self._take("number", *left, number)

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
                self._take("reference", [mine], [yours], word)
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
                if self._amount(1 - one, others) == self.sides[one][place].amount:
                    both = ([place], others) if one == 0 else (others, [place])
                    self._take("reference", *both)

    # 3
    def _by_number_with_difference(self):
        for number, (ours, theirs) in sorted(
            self._group(lambda entry: plain(entry.number)).items()
        ):
            if ours and theirs and self._one_direction(ours, theirs):
                self._take("number_amount", ours, theirs, number)
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
                self._take("reference_amount", [mine], [yours], word)

    def _one_direction(self, ours, theirs):
        """Whether both sides are claims, or both payments."""
        return self._amount(0, ours) * self._amount(1, theirs) > 0

    # 4
    def _by_amount_and_date(self):
        groups = self._group(lambda entry: (entry.amount,))
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
                            self._take("amount_date", [mine], [days[other].popleft()])
                            break

    # 5
    def _by_sum(self):
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
        self._take("sum", *(([place], parts) if one == 0 else (parts, [place])))

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
                    says = tuple(_content(entries[part]) for part in whole)
                    found[len(whole)][says] = whole
        fewest = found[min(found)] if found else {}
        return next(iter(fewest.values())) if len(fewest) == 1 else None

    # 6
    def _offsets(self):
        for side in (0, 1):
            groups = defaultdict(list)
            for place in sorted(self.free[side]):
                number = plain(self.sides[side][place].number)
                if number:
                    groups[number].append(place)
            for number, places in sorted(groups.items()):
                if len(places) > 1 and not self._amount(side, places):
                    both = (places, []) if side == 0 else ([], places)
                    self._take("offset", *both, number)


def _content(entry):
    """What an entry says, without the key its caller knows it by."""
    return entry.date, entry.amount, entry.number, entry.reference, entry.text


def _all_sums(entries, places):
    """(amount, places) of every choice among places, the empty one too."""
    sums = [(0, [])]
    for place in places:
        amount = entries[place].amount
        sums += [(known + amount, [*parts, place]) for known, parts in sums]
    return sums


def _sum(entries):
    return sum(entry.amount for entry in entries)


# -- what remains ---------------------------------------------------------------------


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
    amount = _sum(theirs) - _sum(ours)
    days = 0
    if ours and theirs:
        days = (max(e.date for e in theirs) - max(e.date for e in ours)).days
    if amount:
        kind = _kind_of_amount(_sum(ours), _sum(theirs), len(ours) == len(theirs) == 1)
        return [Difference(kind, amount, tuple(one.ours), tuple(one.theirs), days)]
    if abs(days) > tolerance and len(ours) == len(theirs) == 1:
        return [Difference("date", 0, tuple(one.ours), tuple(one.theirs), days)]
    return []


def _kind_of_amount(ours, theirs, single):
    """What an amount that differs looks like."""
    if abs(theirs - ours) <= 5:
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
        for entry in sorted(left[side], key=_content):
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
        for entry in sorted(left[side], key=_content):
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
