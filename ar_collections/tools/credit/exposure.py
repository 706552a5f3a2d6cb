"""How much of a customer's credit is used: pure arithmetic, no database, no clock.

Exposures are kept per customer and company; a limit may cover several of both (the branches
of a company, the companies of a group), so that each limit is compared with the exposures
under its own roof.
"""

from datetime import date
from typing import NamedTuple

from ..base.money import CENT, round_to, to_units


class Limit(NamedTuple):
    """A limit that applies to a customer.

    :param kind: what it is: permanent, temporary, insured, group, core (Odoo's own)
    :param amount: in the company's currency
    :param pairs: frozenset of (partner id, company id) whose exposures count under it
    :param id: of its record, None for Odoo's own
    :param until: its last day, None for no end
    :param reason: why it was given
    :param holder_id: the insurer, or the head of the group
    """

    kind: str
    amount: float
    pairs: frozenset
    id: int | None = None
    until: date | None = None
    reason: str = ""
    holder_id: int | None = None


class Standing(NamedTuple):
    """Where a customer stands: the limit that binds, and what is used of it.

    :param limit: amount of the binding limit; None: no limit applies
    :param exposure: what counts under that limit
    :param available: what is left, negative when over; None without a limit
    :param binding: the ``Limit``, or None
    :param pairs: whose exposures were added up
    """

    limit: float | None
    exposure: float
    available: float | None
    binding: Limit | None
    pairs: frozenset


def own_limits(limits):
    """Which of a customer's own limits count: a temporary one stands in for the permanent one
    while it lasts, an insured one caps either, a group's comes on top.

    :param limits: those in force today
    """
    temporary = [limit for limit in limits if limit.kind == "temporary"]
    replaced = {"permanent", "core"} if temporary else set()
    return [limit for limit in limits if limit.kind not in replaced]


def exposure_of(pairs, parts, rounding=CENT):
    """Sum of all parts of ``pairs``.

    :param parts: {(partner id, company id): {part: amount}}
    """
    return round_to(
        sum(amount for pair in pairs for amount in parts.get(pair, {}).values()), rounding
    )


def split_of(pairs, parts, rounding=CENT):
    """{part: amount} over ``pairs``."""
    split = {}
    for pair in pairs:
        for part, amount in parts.get(pair, {}).items():
            split[part] = split.get(part, 0.0) + amount
    return {part: round_to(amount, rounding) for part, amount in split.items()}


def standing(limits, parts, pairs, rounding=CENT):
    """Where a customer stands under the limits that apply: the one that leaves least binds.

    :param limits: ``Limit`` in the order in which they are told when two leave the same
    :param parts: {(partner id, company id): {part: amount}}, deposits negative
    :param pairs: whose exposures count where there is no limit
    :return: ``Standing``
    """
    if not limits:
        return Standing(None, exposure_of(pairs, parts, rounding), None, None, pairs)
    found = [(limit, exposure_of(limit.pairs, parts, rounding)) for limit in limits]
    binding, exposure = min(found, key=lambda pair: to_units(pair[0].amount - pair[1], rounding))
    available = round_to(binding.amount - exposure, rounding)
    return Standing(binding.amount, exposure, available, binding, binding.pairs)


def use_percent(limit, exposure):
    """How much of the limit is used, in percent. A limit of 0 has no percentage: whatever is
    used is over it, and sorts as a limit that is all used; it is told in words."""
    if limit is None:
        return 0.0
    if limit <= 0:
        return 100.0 if exposure > 0 else 0.0
    return max(exposure, 0.0) / limit * 100
