"""Which item is reminded at which level, and why the others are left alone.

Pure: no database, no clock. Facts go in as value rows (``debtor``), decisions with their
reasons come out.

The rules follow what the dunning programs of the established ERP systems agree on:
days in arrears per item, one level at a time, minimum amounts that fall back to the level
below, credits netted first, blocks with a reason.
"""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from ..base.money import to_units
from .debtor import Debtor, Hold, Item, Level, Policy, days_late, due_of, effective_late
from .holdout import hold_out
from .netting import (
    chaseable,
    covered_of,
    covers,
    credits_of,
    net_in_company_currency,
    paid_by_credits,
    paid_by_day,
    split_holds,
)
from .policy import match_policy
from .steps import next_step, number_now, numbers_due, repeat_day, suits

# What callers of the decision need, from one place.
__all__ = [
    "REMIND",
    "SKIP",
    "Debtor",
    "Decision",
    "Hold",
    "Item",
    "Level",
    "NoticeDraft",
    "Policy",
    "credits_of",
    "days_late",
    "decide",
    "decide_now",
    "due_of",
    "effective_late",
    "group_notices",
    "match_policy",
    "net_in_company_currency",
    "next_step",
    "numbers_due",
    "paid_by_credits",
    "paid_by_day",
    "recheck",
    "repeat_day",
    "split_holds",
    "suits",
]

REMIND = "notice"
SKIP = "skip"


class Decision(NamedTuple):
    """What happens to one item, and why.

    ``number`` is the level's number in the policy (0: none), ``asked`` the part of the
    item that is asked, in its currency, and ``detail`` what the reason refers to. ``arm`` says on
    which side of a measurement it is (``holdout``), '' where nothing is measured.
    """

    item_id: int
    action: str
    reason: str
    number: int = 0
    asked: float = 0.0
    residual: float = 0.0
    detail: object = None
    arm: str = ""


class _Candidate(NamedTuple):
    item: Item
    numbers: tuple
    asked: float
    residual: float
    late: int

    @property
    def number(self):
        return self.numbers[-1]


def decide(policy, debtor, today):
    """Decide for each item that has passed a level which it has not reached.

    :param policy: ``Policy``, or None if no policy fits the customer
    :param debtor: ``Debtor``
    :param today: the company's calendar day
    :return: list of ``Decision``, in the order of the items
    """
    due = [(item, numbers_due(policy, item, today)) for item in debtor.items] if policy else []
    passed = [(item, numbers) for item, numbers in due if numbers]
    if not passed:
        return []
    if debtor.blocked:
        return [Decision(item.id, SKIP, debtor.blocked) for item, _numbers in passed]
    free, held = split_holds(debtor)
    decisions, candidates = {}, []
    for item, numbers in passed:
        skip = _skip_item(policy, item, numbers, free, held, debtor, today)
        if isinstance(skip, Decision):
            decisions[item.id] = skip
        else:
            candidates.append(skip)
    candidates = _fall_back(policy, debtor, candidates, decisions, today)
    candidates = _net_credits(debtor, candidates, decisions)
    candidates = _account_grace(policy, debtor, free, candidates, decisions, today)
    candidates = _minimum(policy, debtor, candidates, decisions, today)
    until, arm = hold_out(policy, debtor, candidates, today)
    for cand in candidates:
        decision = Decision(cand.item.id, SKIP, "held_out", cand.number, detail=until, arm=arm)
        if not until:
            decision = decision._replace(action=REMIND, reason="level_due", asked=cand.asked)
            decision = decision._replace(residual=cand.residual)
        decisions[cand.item.id] = decision
    return [decisions[item.id] for item, _numbers in passed]


def decide_now(policy, debtor, today):
    """The same for a person who wants the next level of each item now.

    Neither its day nor intervals, minimums or the customer's grace keep it back, and the last
    level is said once more; what stops a reminder (a hold, a payment on its way, credits that
    cover the debt) does.
    """
    if not policy:
        return []
    levels = [level._replace(min_interval_days=0) for level in policy.levels]
    policy = policy._replace(levels=tuple(levels), min_amount=0.0)
    items = [item._replace(left_to_people=False) for item in debtor.items]
    debtor = debtor._replace(last_contact=None, items=tuple(items))
    free, held = split_holds(debtor)
    decisions, candidates = {}, []
    for item in debtor.items:
        number = number_now(policy, item, today)
        if not number:
            continue
        skip = Decision(item.id, SKIP, debtor.blocked)
        if not debtor.blocked:
            skip = _skip_item(policy, item, (number,), free, held, debtor, today)
        if isinstance(skip, Decision):
            decisions[item.id] = skip
        else:
            candidates.append(skip)
    for cand in _net_credits(debtor, candidates, decisions):
        decisions[cand.item.id] = Decision(
            cand.item.id, REMIND, "level_due", cand.number, cand.asked, cand.residual
        )
    return [decisions[item.id] for item in debtor.items if item.id in decisions]


def _skip_item(policy, item, numbers, free, held, debtor, today):
    """A skipping ``Decision`` for reasons of the item alone, or its ``_Candidate``."""
    asked, residual = free[item.id]
    if item.settled:
        return Decision(item.id, SKIP, "settled")
    if item.paid_out:
        covered = to_units(item.owed - covered_of(debtor)[item.id]) <= 0
        return Decision(item.id, SKIP, "covered_by_credit" if covered else "paid_out")
    if item.excluded:
        return Decision(item.id, SKIP, "no_followup")
    if item.payment_pending:
        return Decision(item.id, SKIP, "payment_pending")
    if item.queued:
        return Decision(item.id, SKIP, "queued")
    if item.unposted:
        return Decision(item.id, SKIP, "unposted")
    if item.left_to_people:
        return Decision(item.id, SKIP, "left_to_people")
    if to_units(asked) <= 0:
        # Nothing is left to ask of an item without a hold: only a rounding rest.
        reason = "held" if item.id in held else "paid"
        return Decision(item.id, SKIP, reason, detail=held.get(item.id))
    caps = [h.cap_days for h in debtor.holds if h.cap_days is not None and covers(h, item)]
    allowed = [n for n in numbers if all(policy.levels[n - 1].delay_days <= cap for cap in caps)]
    if not allowed:
        return Decision(item.id, SKIP, "level_cap", numbers[0])
    if policy.step == "one":
        allowed = allowed[:1]
    until = _waits_until(policy, item, allowed[-1], today)
    if until:
        return Decision(item.id, SKIP, "interval", allowed[-1], detail=until)
    if debtor.last_contact and debtor.last_contact >= today:
        return Decision(item.id, SKIP, "contacted_today", allowed[-1])
    return _Candidate(item, tuple(allowed), asked, residual, days_late(item.due, today))


def _waits_until(policy, item, number, today):
    """The day until which the level's minimum interval holds the item back, or None; a broken
    promise ends the wait."""
    if not item.last_notice or item.is_firmer:
        return None
    until = item.last_notice + timedelta(days=policy.levels[number - 1].min_interval_days)
    return until if until > today else None


def _fall_back(policy, debtor, candidates, decisions, today):
    """Items whose level misses its minimum fall one level and are tested again.

    The share is one of all open debts, before credits: a payment on account must never
    make a reminder that would not go out without it.
    """
    balance = sum(item.residual for item in debtor.items if not item.paid_out)
    for number in range(len(policy.levels), 0, -1):
        level = policy.levels[number - 1]
        at_level = [cand for cand in candidates if cand.number == number]
        total = sum(cand.residual for cand in at_level)
        enough = to_units(total) >= to_units(level.min_amount)
        if level.min_share:
            enough = enough and to_units(total * 100) >= to_units(level.min_share * balance)
        if enough:
            continue
        for cand in at_level:
            candidates.remove(cand)
            fallen = _fall(policy, cand, level, today)
            if isinstance(fallen, Decision):
                decisions[cand.item.id] = fallen
            else:
                candidates.append(fallen)
    return candidates


def _fall(policy, cand, level, today):
    """The candidate at the level below, or the ``Decision`` that it may not go there."""
    item, number = cand.item, cand.number
    if len(cand.numbers) == 1:
        return Decision(item.id, SKIP, "below_level_minimum", number, detail=level.min_amount)
    fallen = cand._replace(numbers=cand.numbers[:-1])
    until = _waits_until(policy, item, fallen.number, today)
    return Decision(item.id, SKIP, "interval", fallen.number, detail=until) if until else fallen


def _account_grace(policy, debtor, free, candidates, decisions, today):
    """The customer is dunned only if an item is later than the account's grace.

    Any item that is chased counts, also one that needs no notice today; not what credits pay.
    """
    paid = paid_by_credits(debtor)
    oldest = max(
        (
            days_late(item.due, today)
            for item in debtor.items
            if chaseable(policy, item, free, today)
            and to_units(free[item.id][0] - paid[item.id]) > 0
        ),
        default=0,
    )
    if oldest > policy.account_grace_days:
        return candidates
    kept = []
    for cand in candidates:
        if cand.late > 0:
            decisions[cand.item.id] = Decision(
                cand.item.id, SKIP, "account_grace", cand.number, detail=policy.account_grace_days
            )
        else:
            kept.append(cand)
    return kept


def _net_credits(debtor, candidates, decisions):
    """Nobody is reminded of an item that his credits cover."""
    paid = paid_by_credits(debtor)
    kept = []
    for cand in candidates:
        if to_units(cand.asked - paid[cand.item.id]) > 0:
            kept.append(cand)
        else:
            decisions[cand.item.id] = Decision(
                cand.item.id, SKIP, "covered_by_credit", cand.number, detail=debtor.credits
            )
    return kept


def _minimum(policy, debtor, candidates, decisions, today):
    """Nobody is reminded of less than the policy's minimum, in all and after his credits."""
    chosen = {cand.item.id for cand in candidates}
    total = net_in_company_currency(policy, debtor, today, chosen)
    kept = []
    for cand in candidates:
        net = total.late if cand.late > 0 else total.early
        if to_units(net) >= to_units(policy.min_amount):
            kept.append(cand)
        else:
            reason, least = "below_policy_minimum", policy.min_amount
            decisions[cand.item.id] = Decision(
                cand.item.id, SKIP, reason, cand.number, detail=least
            )
    return kept


def recheck(policy, debtor, item_id, delay_days, today, listed=False, early=False):
    """Why an item on a notice must not be sent any more, read again just before sending.

    :param delay_days: the delay of the level that the notice raises it to
    :param listed: the notice shows the item and raises it to no level
    :param early: a person wanted the level before its day, or the last one once more
    :return: (reason, 0.0, 0.0), or ("", asked, residual) if it is still to be asked
    """
    item = next((item for item in debtor.items if item.id == item_id), None)
    if item is None:
        return "paid", 0.0, 0.0
    early = early or item.is_firmer
    for reason, stop in (
        ("settled", item.settled),
        ("paid_out", item.paid_out),
        ("no_followup", item.excluded),
        ("payment_pending", item.payment_pending),
    ):
        if stop:
            return reason, 0.0, 0.0
    if not listed and (reason := _level_stop(policy, debtor, item, delay_days, today, early)):
        return reason, 0.0, 0.0
    late = effective_late(item, today, policy.grace_days)
    if early and suits(delay_days, days_late(item.due, today)):
        late = delay_days
    # Also a reminder "will be due" that did not leave before the item fell due.
    if late < delay_days or (delay_days < 0 < days_late(item.due, today)):
        return "due_date_changed", 0.0, 0.0
    asked, residual = split_holds(debtor)[0][item_id]
    if to_units(asked) <= 0:
        return "held", 0.0, 0.0
    return "", asked, residual


def _level_stop(policy, debtor, item, delay_days, today, early):
    """Why the item may not be raised to the level of ``delay_days``, or ''.

    Between proposal and sending another run may have gone further, or a hold been capped.
    """
    if item.reached is not None and item.reached >= delay_days:
        again = repeat_day(policy, item)
        if item.reached > delay_days or not (early or (again and again <= today)):
            return "already_reached"
    caps = [h.cap_days for h in debtor.holds if h.cap_days is not None and covers(h, item)]
    return "level_cap" if any(delay_days > cap for cap in caps) else ""


class NoticeDraft(NamedTuple):
    """A notice to write: the decisions it carries, (item id, asked, residual) of the
    overdue items that it lists besides, and how much of the customer's credits it takes
    off: what covers the items on it."""

    currency_id: int
    number: int
    reminded: tuple
    listed: tuple
    credit: float = 0.0


def group_notices(policy, debtor, decisions, today, only=None):
    """The notices that the decisions lead to, per currency and the policy's grouping.

    With grouping by customer a notice stands at the highest level and lists the items
    overdue since earlier levels, too.

    :param only: ids of the items that are listed; None for all
    :return: list of ``NoticeDraft``
    """
    items = {item.id: item for item in debtor.items}
    groups = defaultdict(list)
    for decision in decisions:
        if decision.action == REMIND:
            item = items[decision.item_id]
            split = {"level": decision.number, "invoice": item.move_id}.get(policy.grouping, 0)
            groups[item.currency_id, split].append(decision)
    free, _held = split_holds(debtor)
    paid, drafts = paid_by_credits(debtor), []
    for (currency_id, _split), reminded in groups.items():
        chosen = {decision.item_id for decision in reminded}
        listed = ()
        if policy.grouping == "customer":
            listed = tuple(
                (item.id, *free[item.id])
                for item in debtor.items
                if item.currency_id == currency_id
                and item.id not in chosen
                and (only is None or item.id in only)
                and not item.queued
                and chaseable(policy, item, free, today)
            )
        number = max(decision.number for decision in reminded)
        credit = sum(paid[id_] for id_ in chosen | {item_id for item_id, *_amounts in listed})
        drafts.append(NoticeDraft(currency_id, number, tuple(reminded), listed, credit))
    return drafts
