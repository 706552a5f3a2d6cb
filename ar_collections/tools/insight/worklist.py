"""The order of a collector's day: what is at risk, what the rules say of it, and what is next.

Pure: facts in, rows out. A rule compares one figure of a customer with its threshold; of several
rules of one kind the one with the most points counts. What is overdue and not on hold counts with
the probability that it is not paid soon.
"""

import datetime
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from ..base.money import CENT, from_units, to_units
from ..ledger.payment_index import PAYMENT_KNOTS

# The index of who always pays as agreed.
BEST_INDEX = 100
# What a collector does where nothing else is known.
CALL = "call"


class Fact(NamedTuple):
    """What a kind of rule found of one customer.

    :param value: what is compared with the threshold
    :param date: the day that it is about
    :param amount: in ``currency`` (id); None where it is about no amount
    :param number: of what was found
    :param words: a name to be told
    :param is_open: somebody has something to do about it
    """

    value: float
    date: datetime.date | None = None
    amount: float | None = None
    currency: int | None = None
    number: int = 1
    words: str = ""
    is_open: bool = True


class Rule(NamedTuple):
    """:param at_most: it is met by figures up to the threshold; else from the threshold on"""

    id: int
    kind: str
    threshold: float
    points: float
    at_most: bool = False


class Hit(NamedTuple):
    rule: Rule
    fact: Fact


class Customer(NamedTuple):
    """What is known of a customer beside the facts of the rules.

    :param collector: who works on it today; None for nobody
    :param overdue: in the company's currency, after credits
    :param held: what of it is on hold, in the same currency
    :param probability: from 0 to 1, that it is not paid soon
    :param is_key: a key account
    :param bump: points by hand
    :param is_away: done for today, or put off
    """

    id: int
    collector: int | None
    overdue: float
    held: float
    probability: float
    is_key: bool = False
    bump: float = 0.0
    is_away: bool = False


class Terms(NamedTuple):
    """What a company decides about its worklist.

    :param amount: at risk that is worth one point, in its currency
    :param minimum: points from which on a customer is in the list
    :param tasks: kinds that are something to do, the most urgent first
    :param rounding: of its currency
    """

    amount: float
    minimum: float
    tasks: tuple
    rounding: float = CENT


class Step(NamedTuple):
    """What is next.

    :param kind: of the rule that says so, or ``CALL``
    :param is_coming: it is not due yet
    """

    kind: str
    date: datetime.date
    is_coming: bool = False


class Row(NamedTuple):
    """A customer in the list.

    :param risk: what is overdue and not on hold, times the probability
    :param hits: the rules that are met, those with the most points first
    """

    customer: Customer
    points: float
    risk: float
    hits: tuple
    step: Step


def index_of(days):
    """The payment index of one payment so many days beyond its terms, from 0 to 100."""
    if days <= PAYMENT_KNOTS[0][0]:
        return float(PAYMENT_KNOTS[0][1])
    for (x0, y0), (x1, y1) in pairwise(PAYMENT_KNOTS):
        if days < x1:
            return y0 + (days - x0) * (y1 - y0) / (x1 - x0)
    return float(PAYMENT_KNOTS[-1][1])


def probability_of(habit, days):
    """The probability that what is overdue is not paid soon.

    The worse of two indices counts: how the customer used to pay, and how late it is now.

    :param habit: score of the payment behaviour, 0 to 100; None if nothing is known
    :param days: that the oldest item is overdue
    """
    index = index_of(days)
    if habit is not None:
        index = min(index, habit)
    return min(max(1.0 - index / BEST_INDEX, 0.0), 1.0)


def pick(rules, value):
    """The rule with the most points of those of one kind that a figure meets; None if none."""
    met = [
        rule
        for rule in rules
        if (value <= rule.threshold if rule.at_most else value >= rule.threshold)
    ]
    return max(met, key=lambda rule: (rule.points, -rule.id), default=None)


def free_of(customer, rounding):
    """What is overdue and not on hold."""
    units = to_units(customer.overdue, rounding) - to_units(customer.held, rounding)
    return from_units(max(units, 0), rounding)


def judge(customer, rules, facts, terms, today):
    """The row of a customer; None if there is nothing to do today.

    Work is an amount that is overdue and not on hold, something that waits for somebody, or a
    bump by hand.

    :param rules: {kind: list of ``Rule``}
    :param facts: {kind: {customer id: ``Fact``}}
    """
    if customer.is_away:
        return None
    hits = []
    for kind, own in rules.items():
        fact = facts[kind].get(customer.id)
        rule = fact and pick(own, fact.value)
        if rule:
            hits.append(Hit(rule, fact))
    free = free_of(customer, terms.rounding)
    has_task = any(hit.rule.kind in terms.tasks and hit.fact.is_open for hit in hits)
    if not free and not has_task and customer.bump <= 0:
        return None
    risk = free * customer.probability
    points = risk / terms.amount + sum(hit.rule.points for hit in hits) + customer.bump
    if points < terms.minimum:
        return None
    hits.sort(key=lambda hit: (-hit.rule.points, hit.rule.id))
    step = choose_step(customer.id, hits, facts, terms.tasks, today)
    return Row(customer, round(points, 1), risk, tuple(hits), step)


def choose_step(customer_id, hits, facts, tasks, today):
    """The most urgent thing that waits; else what is planned first; else a call today."""
    waiting = {hit.rule.kind: hit.fact for hit in hits if hit.fact.is_open}
    for kind in tasks:
        if kind in waiting:
            return Step(kind, waiting[kind].date or today)
    planned = [
        Step(kind, fact.date, is_coming=True)
        for kind in tasks
        if (fact := facts.get(kind, {}).get(customer_id)) and fact.date and fact.date > today
    ]
    return min(planned, key=lambda step: step.date, default=Step(CALL, today))


def rank(rows, cap=0, done=()):
    """The rows in the order in which they are worked on.

    Key accounts, and customers of nobody, stand apart: no cap takes them off the list.

    :param cap: customers of one collector on one day; 0: all of them
    :param done: the collector of each customer that was done today; they count
    """
    ordered = sorted(rows, key=lambda row: (-row.points, row.customer.id))
    if not cap:
        return ordered
    taken, kept = Counter(done), []
    for row in ordered:
        who = row.customer.collector
        if who and not row.customer.is_key:
            if taken[who] >= cap:
                continue
            taken[who] += 1
        kept.append(row)
    return kept


def stand_in(user, deputies, able):
    """Who works on the customers of a user today.

    :param deputies: {user that is absent: deputy}
    :param able: those who may work in the company
    :return: the user, or the first deputy who is there; the user if nobody is
    """
    seen, who = set(), user
    while who in deputies and who not in seen:
        seen.add(who)
        who = deputies[who]
    return who if who not in deputies and who in able else user
