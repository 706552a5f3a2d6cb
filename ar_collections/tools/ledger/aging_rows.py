"""Rows of an aging report: groups as the ledger gives them, added up. Pure: no ORM, no clock."""

from itertools import chain
from math import fsum
from operator import attrgetter
from typing import NamedTuple

from ..base.money import round_to


class Leaf(NamedTuple):
    """One group of open items, as SQL adds it up.

    :param company_currency: id; ``residual`` is in it
    :param currency: id; all other amounts are in it
    :param key: what the row stands for; None for items without
    :param then_key: the same for the second level
    :param residual: net of credits, in the company's currency
    :param total: what is open, net of credits
    :param credits: what stands in the credits' own column, not in the buckets; ≤ 0
    :param buckets: amounts by age
    :param count: number of items
    :param previous: ``total`` on the earlier day
    """

    company_currency: int
    currency: int
    key: int | str | None
    then_key: int | str | None
    residual: float
    total: float
    credits: float
    buckets: list
    count: int
    previous: float = 0.0

    @property
    def place(self):
        """The part of a row that it stands in: leaves of two days with the same place belong
        together."""
        return self[:4]


def with_previous(leaves, earlier):
    """The leaves with what they were on an earlier day; those gone since come as zeros.

    Companies with the same currency have leaves in the same place, which is one row: the first
    of them takes what all of them were.
    """
    before = group_by(earlier, attrgetter("place"))
    merged = []
    for leaf in leaves:
        olds = before.pop(leaf.place, ())
        merged.append(leaf._replace(previous=fsum(old.total for old in olds)))
    for old in chain.from_iterable(before.values()):
        nothing = [0.0] * len(old.buckets)
        merged.append(
            old._replace(
                residual=0.0, total=0.0, credits=0.0, buckets=nothing, count=0, previous=old.total
            )
        )
    return merged


def add_up(leaves, width, digits):
    """The figures of a row: leaves of one currency added up, exact to ``digits`` decimals.

    :param width: number of buckets, for no leaves at all
    """
    if len(leaves) == 1:
        (leaf,) = leaves
        buckets, total, credit, previous = leaf.buckets, leaf.total, leaf.credits, leaf.previous
        count = leaf.count
    else:
        columns = zip(*(leaf.buckets for leaf in leaves), strict=True) if leaves else [()] * width
        buckets = [_add(column, digits) for column in columns]
        total = _add((leaf.total for leaf in leaves), digits)
        credit = _add((leaf.credits for leaf in leaves), digits)
        previous = _add((leaf.previous for leaf in leaves), digits)
        count = sum(leaf.count for leaf in leaves)
    return {
        "buckets": buckets,
        "credits": credit,
        "total": total,
        "previous": previous,
        "delta": _add((total, -previous), digits) if previous else total,
        "count": count,
    }


def _add(amounts, digits):
    return round_to(fsum(amounts), 10.0**-digits)


def group_by(leaves, key):
    """{key: its leaves}, in the order of their first appearance."""
    groups = {}
    for leaf in leaves:
        groups.setdefault(key(leaf), []).append(leaf)
    return groups


def build_rows(leaves, width, digits, nested=False, min_amount=0.0):
    """Leaves as rows, one per currency and key.

    :param digits: {currency id: decimals}
    :param nested: give each row its ``children`` by ``then_key``
    :param min_amount: leave out rows whose total is smaller, in the row's currency, on both of
        the days that are compared
    :return: (rows, the leaves they are made of)
    """
    rows, kept = [], []
    for (currency, key), group in group_by(leaves, attrgetter("currency", "key")).items():
        row = _make_row(key, currency, group, width, digits[currency])
        if min_amount and max(row["total"], row["previous"]) < min_amount:
            continue
        if nested:
            row["children"] = [
                _make_row(then, currency, part, width, digits[currency])
                for then, part in group_by(group, attrgetter("then_key")).items()
            ]
        rows.append(row)
        kept += group
    return rows, kept


def _make_row(key, currency, leaves, width, digits):
    row = add_up(leaves, width, digits)
    row["key"] = key
    row["currency_id"] = currency
    return row


def build_totals(leaves, width, digits, currencies):
    """The totals of each currency, never mixed: dicts like rows, without key.

    :param currencies: ids that have a total even if nothing is open in them
    """
    groups = group_by(leaves, attrgetter("currency"))
    for currency in currencies:
        groups.setdefault(currency, [])
    return [
        {"currency_id": currency, **add_up(group, width, digits[currency])}
        for currency, group in groups.items()
    ]


def residual_by_currency(leaves, digits):
    """{company currency id: what the leaves come to in it}."""
    return {
        currency: _add((leaf.residual for leaf in group), digits[currency])
        for currency, group in group_by(leaves, attrgetter("company_currency")).items()
    }
