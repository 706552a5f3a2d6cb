"""Generated ledgers of which the truth is known: four mechanisms, a seed, no database.

Each returns rows ``Row`` in the order of their invoices; ``settled`` is None for what is never
paid. Part payments are several rows of one invoice.
"""

import random
from datetime import date, timedelta
from typing import NamedTuple

START = date(2022, 1, 3)


class Row(NamedTuple):
    """A piece of an invoice as it came out; ``features`` are all that applied in the end."""

    customer: str
    invoiced: date
    due: date
    settled: date | None
    amount: float
    features: tuple


def additive(seed=1, customers=100, invoices=2466, days=700, start=START):
    """Days = customer + disputed + electronic + Gaussian noise; 30 days for everybody.

    Customers begin to get their bills electronically at some day; each has its own inclination
    to dispute.
    """
    rng = random.Random(seed)
    people = [
        (
            f"C{number}",
            rng.gauss(-3.0, 8.5),
            start + timedelta(rng.randrange(-60, days + 60)),
            rng.betavariate(1.3, 4.2),
            rng.uniform(0.5, 1.5),
        )
        for number in range(customers)
    ]
    weights = [person[4] for person in people]
    rows = []
    for _number in range(invoices):
        name, effect, electronic_from, disputes, _weight = rng.choices(people, weights)[0]
        invoiced = start + timedelta(rng.randrange(days))
        electronic = invoiced >= electronic_from
        disputed = rng.random() < disputes
        delay = effect + 12.0 * disputed - 7.0 * electronic + rng.gauss(0, 4.3)
        due = invoiced + timedelta(30)
        settled = max(due + timedelta(round(delay)), invoiced)
        names = ("electronic",) * electronic + ("disputed",) * disputed
        amount = round(max(rng.gauss(60, 20), 5), 2)
        rows.append(Row(name, invoiced, due, settled, amount, names))
    return sorted(rows, key=lambda row: (row.invoiced, row.customer))


def teaching(seed=1, spread=10.0, dispute=9.5, noise=4.6, own=0.0, invoices=2466, days=700):
    """As the public ledgers that late payment is taught with: 30 days for everybody, 26 days to
    settle on average with a deviation of 12, a third late, a quarter disputed; half of the bills
    electronic, each customer's from a day on.

    :param spread: deviation of the customers' usual days
    :param dispute: days that a dispute takes
    :param noise: deviation of a single payment
    :param own: deviation of what disputes and electronic bills do to a customer
    """
    rng = random.Random(f"teaching{seed}")
    people = [
        (
            f"T{number}",
            rng.gauss(27.5, spread),
            START + timedelta(rng.randrange(-30, days + 30)),
            rng.betavariate(1.3, 4.2),
            rng.gauss(dispute, own),
            rng.gauss(-7.0, own),
        )
        for number in range(100)
    ]
    weights = [rng.uniform(0.5, 1.5) for _person in people]
    rows = []
    for _number in range(invoices):
        name, base, electronic_from, rate, by_dispute, by_sending = rng.choices(people, weights)[0]
        invoiced = START + timedelta(rng.randrange(days))
        electronic, disputed = invoiced >= electronic_from, rng.random() < rate
        usual = base + by_dispute * disputed + by_sending * electronic
        took = min(max(round(rng.gauss(usual, noise)), 0), 75)
        names = ("electronic",) * electronic + ("disputed",) * disputed
        amount = round(max(rng.gauss(60, 20), 5), 2)
        due, settled = invoiced + timedelta(30), invoiced + timedelta(took)
        rows.append(Row(name, invoiced, due, settled, amount, names))
    return sorted(rows, key=lambda row: (row.invoiced, row.customer))


def runs(seed=2, customers=120, invoices=4000, days=900, start=START):
    """Two payment runs a month, heavy tails, part payments, drift, 5 % never paid."""
    rng = random.Random(seed)
    people = []
    for number in range(customers):
        days_of_run = rng.choices([(10, 25), (10,), (25,), ()], (50, 15, 15, 20))[0]
        patience = rng.gammavariate(2.0, 4.0) - 3.0
        drift = rng.gauss(4.0, 8.0) / days
        terms = rng.choice((14, 30, 30, 60))
        people.append((f"R{number}", days_of_run, patience, drift, terms))
    rows = []
    for _number in range(invoices):
        name, days_of_run, patience, drift, terms = rng.choice(people)
        offset = rng.randrange(days)
        invoiced = start + timedelta(offset)
        due = invoiced + timedelta(terms)
        amount = round(rng.lognormvariate(6.5, 1.0), 2)
        names = ("electronic",) * (rng.random() < 0.5)
        if rng.random() < 0.05:
            rows.append(Row(name, invoiced, due, None, amount, names))
            continue
        disputed = rng.random() < 0.08
        if disputed:
            names += ("disputed",)
        wish = patience + drift * offset + 25.0 * disputed + rng.gauss(0, 3.0)
        if rng.random() < 0.06:
            wish += rng.paretovariate(1.3) * 15.0
        first = _next_run(max(due + timedelta(round(min(wish, 400))), invoiced), days_of_run)
        if rng.random() < 0.1:
            part = round(amount * rng.uniform(0.3, 0.7), 2)
            rest = _next_run(first + timedelta(rng.randrange(5, 40)), days_of_run)
            rows.append(Row(name, invoiced, due, first, part, names))
            rows.append(Row(name, invoiced, due, rest, round(amount - part, 2), names))
        else:
            rows.append(Row(name, invoiced, due, first, amount, names))
    return sorted(rows, key=lambda row: (row.invoiced, row.customer))


def habits(seed=3, customers=150, invoices=4000, days=800, start=START):
    """Payers of kinds: to the day, when reminded, on Fridays only, at random; large amounts wait.

    Invoices are written at the end of months, terms differ within a customer, and delays
    multiply instead of adding up.
    """
    rng = random.Random(seed)
    people = []
    for number in range(customers):
        kind = rng.choices(("exact", "reminded", "friday", "random"), (25, 25, 30, 20))[0]
        people.append((f"H{number}", kind, rng.lognormvariate(1.6, 0.7), rng.uniform(0.3, 1.7)))
    weights = [person[3] for person in people]
    rows = []
    for _number in range(invoices):
        name, kind, pace, _weight = rng.choices(people, weights)[0]
        invoiced = start + timedelta(rng.randrange(days))
        if rng.random() < 0.5:
            invoiced = invoiced.replace(day=28)
        terms = rng.choice((14, 30, 45))
        due = invoiced + timedelta(terms)
        amount = round(rng.lognormvariate(7.0, 1.2), 2)
        if kind == "exact":
            delay = rng.choice((0, 0, 0, -1, 1)) + (7 if amount > 3000 else 0)
        elif kind == "reminded":
            delay = 7 * rng.choices((1, 2, 4, 6), (60, 25, 10, 5))[0] + rng.randrange(1, 4)
        elif kind == "friday":
            delay = rng.gauss(pace, 4.0)
        else:
            delay = pace * rng.lognormvariate(0.3, 0.9) - 4
        settled = max(due + timedelta(round(delay)), invoiced)
        if kind == "friday":
            settled += timedelta((4 - settled.weekday()) % 7)
        elif settled.weekday() > 4:
            settled += timedelta(7 - settled.weekday())
        rows.append(Row(name, invoiced, due, settled, amount, ()))
    return sorted(rows, key=lambda row: (row.invoiced, row.customer))


def _next_run(day, days_of_run):
    """The first run on or after a day; runs on weekends are on the Monday after."""
    if days_of_run:
        while day.day not in days_of_run:
            day += timedelta(1)
    return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))
