"""May this document pass? The decision of the credit check, with its reasons.

Pure: no database, no clock. Facts and rules come in, findings go out.
"""

from typing import NamedTuple

from ..base.money import to_units
from .exposure import Standing

OFF, WARN, APPROVE, BLOCK = "off", "warn", "approve", "block"
# From harmless to hard; what the document gets is the hardest of its findings.
ACTIONS = (OFF, WARN, APPROVE, BLOCK)


class Rule(NamedTuple):
    """One rule at one checkpoint.

    :param code: see ``BREACHES``
    :param action: off, warn, approve (stops until somebody releases it), block
    :param days: days overdue from which ``overdue_days`` is broken
    :param share: percent of what is owed from which ``overdue_share`` is broken
    :param level: number of the dunning level from which ``level`` is broken
    """

    code: str
    action: str
    days: int = 0
    share: float = 0.0
    level: int = 0


class Facts(NamedTuple):
    """What is known of the customer when the document comes.

    :param standing: limit and exposure, see ``exposure.Standing``
    :param owed: open debts without credits, company currency
    :param overdue: what of it is past due
    :param days: age of the oldest overdue item
    :param level: highest dunning level of an open item, 0 for none
    :param held: whether a credit hold is in force
    :param no_review: a review is required, and there is none that was approved
    :param review_expired: the next review should have been made by now
    :param cap: what the company can fund in all, 0 for no cap
    :param portfolio: exposure to all customers together
    :param exempt: the customer is not checked
    :param unseen: what of the exposure is in companies that the user may not see; None: all
        companies are his
    """

    standing: Standing
    owed: float = 0.0
    overdue: float = 0.0
    days: int = 0
    level: int = 0
    held: bool = False
    no_review: bool = False
    review_expired: bool = False
    cap: float = 0.0
    portfolio: float = 0.0
    exempt: bool = False
    unseen: float | None = None


class Demand(NamedTuple):
    """A document that asks to pass.

    :param amount: of the document, company currency
    :param counted: what of it is in the exposure already (an order that is delivered, a
        draft invoice that is posted), so that nothing counts twice
    :param added: what documents before it in the same batch add to the exposure
    :param added_portfolio: what all documents before it add
    """

    amount: float
    counted: float = 0.0
    added: float = 0.0
    added_portfolio: float = 0.0


def exposure_without(facts, demand):
    """What the customer uses without the document."""
    return facts.standing.exposure - demand.counted + demand.added


def _over_limit(_rule, facts, demand, rounding):
    limit = facts.standing.limit
    if limit is None:
        return False
    total = exposure_without(facts, demand) + demand.amount
    return to_units(total - limit, rounding) > 0


def _overdue_days(rule, facts, _demand, _rounding):
    return facts.days >= max(rule.days, 1)


def _overdue_share(rule, facts, _demand, rounding):
    if to_units(facts.overdue, rounding) <= 0 or facts.owed <= 0:
        return False
    return facts.overdue / facts.owed * 100 >= rule.share


def _portfolio(_rule, facts, demand, rounding):
    if facts.cap <= 0:
        return False
    total = facts.portfolio - demand.counted + demand.added_portfolio + demand.amount
    return to_units(total - facts.cap, rounding) > 0


def _level(rule, facts, _demand, _rounding):
    return facts.level >= max(rule.level, 1)


BREACHES = {
    "over_limit": _over_limit,
    "overdue_days": _overdue_days,
    "overdue_share": _overdue_share,
    "level": _level,
    "hold": lambda rule, facts, demand, rounding: facts.held,
    "no_review": lambda rule, facts, demand, rounding: facts.no_review,
    "review_expired": lambda rule, facts, demand, rounding: facts.review_expired,
    "portfolio": _portfolio,
}


def findings(rules, facts, demand, rounding=0.01):
    """The rules that the document breaks, in their order.

    :return: list of ``Rule``; empty for a customer who is not checked
    """
    if facts.exempt:
        return []
    return [
        rule
        for rule in rules
        if rule.action != OFF and BREACHES[rule.code](rule, facts, demand, rounding)
    ]


def harshest(found):
    """The hardest action among the broken rules; off for none."""
    return max((rule.action for rule in found), key=ACTIONS.index, default=OFF)


def decide(found, released=frozenset()):
    """What happens to the document.

    :param found: the broken rules
    :param released: codes of the rules that somebody has let this document break; what
        blocks cannot be released
    :return: (decision, needs approval): ok, warn or block; True if a release would help
    """
    left = [rule for rule in found if rule.action != APPROVE or rule.code not in released]
    action = harshest(left)
    if action == BLOCK:
        return "block", False
    if action == APPROVE:
        return "block", True
    return ("warn" if found else "ok"), False
