"""A target's parts: by weights, to the smallest unit. Pure."""

from fractions import Fraction

from ..base.money import CENT, from_units, to_units


def split(amount, weights, rounding=CENT):
    """The parts of ``amount`` in proportion to ``weights``, which add up to it; what is left by
    rounding down goes to the largest remainders, the first of equals.

    :param weights: not negative; all 0: equal parts
    :return: list of amounts, one for each weight
    """
    if not any(weights):
        weights = [1.0] * len(weights)
    # Not in binary: the parts rounded down are never more than the whole.
    exact_weights = [Fraction(weight) for weight in weights]
    units, total = to_units(amount, rounding), sum(exact_weights)
    exact = [units * weight / total for weight in exact_weights]
    parts = [int(one) for one in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return [from_units(one, rounding) for one in parts]
