"""May this document pass? The decision of the credit check, with its reasons.

Pure: no database, no clock. Facts and rules come in, findings go out.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..base.money import to_units
from .exposure import Standing

OFF, WARN, APPROVE, BLOCK = "off", "warn", "approve", "block"
# From harmless to hard; what the document gets is the hardest of its findings.
ACTIONS = (OFF, WARN, APPROVE, BLOCK)


class Debt(NamedTuple):
    """What is left of a customer's debts after his credits, and what of it is past due."""

    owed: float
    overdue: float


class Portfolio(NamedTuple):
    """What the company can fund in all, and what all its customers use."""

    cap: float
    used: float


# How a rule is broken: each is asked with the rule, what was found of the customer, the demand
# and the rounding of the company's currency. An add-on brings functions of its own.


def is_so(_rule, fact, _demand, _rounding):
    """Broken by everybody of whom it is true."""
    return bool(fact)


def reaches(rule, number, _demand, _rounding):
    """Broken from the rule's number on, and never by 0."""
    return number >= max(rule.threshold, 1)


def is_over_limit(_rule, standing, demand, rounding):
    """Broken when the document leads over the limit that binds."""
    if standing.limit is None:
        return False
    total = exposure_without(standing, demand) + demand.amount
    return to_units(total - standing.limit, rounding) > 0


def is_share_overdue(rule, debt, _demand, rounding):
    """Broken from the rule's percentage of what is owed."""
    if to_units(debt.overdue, rounding) <= 0 or debt.owed <= 0:
        return False
    return debt.overdue / debt.owed * 100 >= rule.threshold


def is_over_cap(_rule, portfolio, demand, rounding):
    """Broken when the document leads over what the company can fund."""
    if portfolio.cap <= 0:
        return False
    return to_units(portfolio_with(portfolio, demand) - portfolio.cap, rounding) > 0


class Rule(NamedTuple):
    """One rule at one checkpoint.

    :param code: of its kind
    :param action: off, warn, approve (stops until somebody releases it), block
    :param breaks: (rule, fact, demand, rounding) -> whether the document breaks the rule
    :param threshold: the number that ``breaks`` compares with, if it does
    """

    code: str
    action: str
    breaks: Callable = is_so
    threshold: float = 0


class Facts(NamedTuple):
    """What is known of the customer when the document comes.

    :param standing: limit and exposure, see ``exposure.Standing``
    :param found: {code of a rule: what its kind found}; who is not in it does not break it
    :param exempt: the customer is not checked
    :param unseen: what of the exposure is in companies that the user may not see; None: all
        companies are his
    """

    standing: Standing
    found: Mapping[str, Any]
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


def exposure_without(standing, demand):
    """What the customer uses without the document."""
    return standing.exposure - demand.counted + demand.added


def portfolio_with(portfolio, demand):
    """What all customers use with the document."""
    return portfolio.used - demand.counted + demand.added_portfolio + demand.amount


def findings(rules, facts, demand, rounding=0.01):
    """The rules that the document breaks, in their order.

    :return: list of ``Rule``; empty for a customer who is not checked
    """
    if facts.exempt:
        return []
    return [
        rule
        for rule in rules
        if rule.action != OFF
        and rule.code in facts.found
        and rule.breaks(rule, facts.found[rule.code], demand, rounding)
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
