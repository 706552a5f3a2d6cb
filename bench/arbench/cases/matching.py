"""Matching a customer's ledger with ours, and explaining what is left: pure code.

Nine lines in ten have a counterpart, with noise around the number, other dates, collective
payments; the rest has none.
"""

import random
from datetime import date, timedelta

from ..case import Aim, Case

LINES = 20_000


class Matching(Case):
    name = "matching"
    title = "Two ledgers of 20,000 lines matched, and the rest explained"
    aims = (Aim("seconds", 10.0),)
    unit = "line"
    fixed = True

    def prepare(self):
        # Odoo's namespace is there once Odoo has been started.
        from odoo.addons.ar_collections.tools.statement import differences, entries, matching

        self.match, self.find_differences = matching.match, differences.find_differences
        return make_ledgers(entries.Entry, LINES)

    def warm(self, state):
        """Nothing is kept from one turn to the next."""

    def ours(self, ledgers):
        ours, theirs = ledgers
        found = self.find_differences(ours, theirs, self.match(ours, theirs).matches)
        rest = sum(entry.amount for entry in theirs) - sum(entry.amount for entry in ours)
        if rest != sum(one.amount for one in found):
            raise ValueError("The differences do not explain the whole.")
        return len(ours)


def make_ledgers(Entry, size, seed=1):
    """Two ledgers of ``size`` lines each, shuffled."""
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
