"""How long two ledgers of N lines take to be matched: python bench/matching.py [N].

Needs nothing but Python: the matching is pure. Nine lines in ten have a counterpart, with
noise around the number, other dates, collective payments; the rest has none.
"""

import importlib
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

LIMIT_SECONDS = 10


# The tools themselves, without the package that would want Odoo.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ar_collections"))
Entry = importlib.import_module("tools.statement.entries").Entry
match = importlib.import_module("tools.statement.matching").match
find_differences = importlib.import_module("tools.statement.differences").find_differences


def make_ledgers(size, seed=1):
    """Two ledgers of about ``size`` lines each, shuffled."""
    chance = random.Random(seed)
    ours, theirs = [], []
    first = date(2025, 1, 1)

    def add(side, day, amount, number="", text=""):
        side.append(Entry(len(side), day, amount, number, "", text))

    while len(ours) < size:
        serial = len(ours)
        day = first + timedelta(days=chance.randrange(365))
        amount = chance.randrange(1000, 5_000_000)
        number = f"INV/2025/{serial:05}"
        kind = chance.random()
        later = day + timedelta(days=chance.randrange(5))
        if kind < 0.5:
            add(ours, day, amount, number)
            add(theirs, day, amount, number)
        elif kind < 0.7:
            add(ours, day, amount, number)
            add(theirs, later, amount, f"5100{serial:06}", f"Rg. {number} vom {day:%d.%m.%Y}")
        elif kind < 0.8:
            add(ours, day, amount, number)
            add(theirs, later, amount)
        elif kind < 0.85:
            parts = [chance.randrange(1000, 500_000) for _ in range(3)]
            for part in parts:
                add(ours, day, part, f"INV/2025/{len(ours):05}")
            add(theirs, later, sum(parts), f"Z{serial}")
        elif kind < 0.9:
            add(ours, day, amount, number)
            add(theirs, day, amount + chance.randrange(1, 900), number)
        else:
            add(ours, day, amount, number)
            add(theirs, later, chance.randrange(1000, 5_000_000), f"X{serial}")
    while len(theirs) < size:
        add(theirs, first, chance.randrange(1000, 5_000_000), f"Y{len(theirs)}")
    chance.shuffle(ours)
    chance.shuffle(theirs)
    return ours[:size], theirs[:size]


def main(size=20_000):
    ours, theirs = make_ledgers(size)
    start = time.perf_counter()
    result = match(ours, theirs)
    matched = time.perf_counter() - start
    differences = find_differences(ours, theirs, result.matches)
    total = time.perf_counter() - start
    steps = {}
    for one in result.matches:
        steps[one.step] = steps.get(one.step, 0) + 1
    print(f"{len(ours)} x {len(theirs)} lines: matched in {matched:.1f} s, explained {total:.1f} s")
    print(", ".join(f"{step} {count}" for step, count in sorted(steps.items())))
    print(f"left: {len(result.ours)} ours, {len(result.theirs)} theirs; cut: {result.cut}")
    rest = sum(e.amount for e in theirs) - sum(e.amount for e in ours)
    rest -= sum(one.amount for one in differences)
    print(f"unexplained: {rest}")
    return 0 if total < LIMIT_SECONDS * size / 20_000 and not rest else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
