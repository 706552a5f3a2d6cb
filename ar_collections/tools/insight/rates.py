"""How often features apply to a customer's items: beta-binomial, shrunken to the group."""

# Of settled items, the share that is settled within the time after which all count.
MATURE_SHARE = 0.97
# The fewest items that may count alone; with fewer, the young ones count, too.
MIN_MATURE = 30
# Items that the customers' correlation to begin with counts as, and that correlation.
FIRST_PAIRS, FIRST_CORRELATION = 20.0, 0.05
LEAST_CORRELATION, MOST_CORRELATION = 0.01, 0.9


def count_names(groups, as_of):
    """Rates of names: {name: (the group's, {customer: its own})}.

    Young items are left out, because those with a feature that delays are still open.
    """
    horizon = _find_horizon(groups, as_of.toordinal())
    counts = {}
    for customer, lines in groups.items():
        seen, rows = {}, 0
        for line in lines:
            if line[0] <= horizon:
                rows += 1
                for name in line[4]:
                    seen[name] = seen.get(name, 0) + 1
        counts[customer] = (rows, seen)
    names = {name for _rows, seen in counts.values() for name in seen}
    return {name: _rate(counts, name) for name in sorted(names)}


def _find_horizon(groups, today):
    spans = sorted(line[1] + line[2] - line[0] for lines in groups.values() for line in lines)
    horizon = today - spans[int(MATURE_SHARE * (len(spans) - 1))]
    mature = sum(1 for lines in groups.values() for line in lines if line[0] <= horizon)
    return horizon if mature >= MIN_MATURE else today


def _rate(counts, name):
    rows_of_all = sum(rows for rows, _seen in counts.values())
    rate = (sum(seen.get(name, 0) for _rows, seen in counts.values()) + 0.5) / (rows_of_all + 2)
    chance = rate * (1 - rate)
    excess = pairs = 0.0
    for rows, seen in counts.values():
        if rows > 1:
            deviation = seen.get(name, 0) - rows * rate
            excess += deviation * deviation - rows * chance
            pairs += rows * (rows - 1) * chance
    correlation = (max(excess, 0.0) + FIRST_PAIRS * FIRST_CORRELATION) / (pairs + FIRST_PAIRS)
    correlation = min(max(correlation, LEAST_CORRELATION), MOST_CORRELATION)
    strength = 1 / correlation - 1
    own = {
        customer: (seen.get(name, 0) + strength * rate) / (rows + strength)
        for customer, (rows, seen) in counts.items()
    }
    return rate, own
