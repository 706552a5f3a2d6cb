"""Which item is reminded at which level, and why the others are left alone.

Pure: no database, no clock. Facts go in as value rows, decisions with their reasons
come out. Amounts named ``residual`` are in company currency, ``asked`` in the item's own;
a share of one is applied to the other, the two are never added.

The rules follow what the dunning programs of the established ERP systems agree on:
days in arrears per item, one level at a time, minimum amounts that fall back to the level
below, credits netted first, blocks with a reason.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

REMIND = "notice"
SKIP = "skip"

# Tolerance under which a company-currency amount counts as nothing.
EPSILON = 0.005


class Level(NamedTuple):
    """A dunning level; its position in the policy (from 1) is its number."""

    id: int
    delay_days: int
    min_interval_days: int = 0
    min_amount: float = 0.0
    min_share: float = 0.0


class Policy(NamedTuple):
    """A dunning policy; ``levels`` in the order of their delay."""

    id: int
    levels: tuple = ()
    step: str = "one"
    grouping: str = "customer"
    grace_days: int = 0
    account_grace_days: int = 0
    min_amount: float = 0.0


class Item(NamedTuple):
    """An open debit item. ``reached`` is the delay of the highest level sent, or None."""

    id: int
    move_id: int
    currency_id: int
    due: date
    residual: float
    asked: float
    reached: int | None = None
    last_notice: date | None = None
    queued: bool = False
    excluded: bool = False
    payment_pending: bool = False


class Hold(NamedTuple):
    """A hold in force. ``amount`` 0 holds all; ``cap_days`` allows levels up to that delay."""

    scope: str = "customer"
    move_id: int | None = None
    item_id: int | None = None
    amount: float = 0.0
    cap_days: int | None = None
    reason: str = ""


class Debtor(NamedTuple):
    """A customer with its open debit items. Credits are positive, company currency;
    ``credits_by_currency`` in the currency of each."""

    items: tuple = ()
    credits: float = 0.0
    credits_by_currency: dict = {}
    holds: tuple = ()
    blocked: str = ""
    last_contact: date | None = None


class Decision(NamedTuple):
    """What happens to one item, and why.

    ``number`` is the level's number in the policy (0: none), ``asked`` the part of the
    item that is asked, in its currency, and ``detail`` what the reason refers to.
    """

    item_id: int
    action: str
    reason: str
    number: int = 0
    asked: float = 0.0
    residual: float = 0.0
    detail: object = None


class _Candidate(NamedTuple):
    item: Item
    numbers: tuple
    asked: float
    residual: float
    late: int

    @property
    def number(self):
        return self.numbers[-1]


def days_late(due, today):
    """Days from the due date to today; negative before it."""
    return (today - due).days


def effective_late(item, today, grace_days):
    """Days in arrears that count: the grace is taken off once the item is late.

    Grace never delays a reminder that is sent before the due date.
    """
    late = days_late(item.due, today)
    return late if late <= 0 else max(late - grace_days, 0)


def numbers_due(policy, item, today):
    """Numbers of the levels that the item has passed but not yet reached, ascending.

    A level before the due date says "will be due": it never fits an overdue item.
    """
    late = days_late(item.due, today)
    counted = effective_late(item, today, policy.grace_days)
    return tuple(
        number
        for number, level in enumerate(policy.levels, 1)
        if level.delay_days <= counted
        and (item.reached is None or level.delay_days > item.reached)
        and (late <= 0 or level.delay_days >= 0)
        # Within the grace an item is as good as not late.
        and not (0 < late <= policy.grace_days)
    )


def next_step(policy, item, today):
    """The item's next level and the first day on which it may be sent.

    :return: (number, date not before today), or (0, None) when no level is left
    """
    for number, level in enumerate(policy.levels, 1):
        if item.reached is not None and level.delay_days <= item.reached:
            continue
        if level.delay_days < 0 and days_late(item.due, today) > 0:
            continue
        grace = policy.grace_days if level.delay_days > 0 else 0
        day = item.due + timedelta(days=level.delay_days + grace)
        if item.last_notice:
            day = max(day, item.last_notice + timedelta(days=level.min_interval_days))
        return number, max(day, today)
    return 0, None


def match_policy(rules, country_id, category_ids, user_id):
    """The first rule that fits a customer.

    :param rules: (policy id, country ids, category ids, user ids) in the order to try;
        an empty set means "any"
    :return: (policy id, names of the criteria that decided), or (None, ())
    """
    for policy_id, countries, categories, users in rules:
        if countries and country_id not in countries:
            continue
        if categories and not categories & set(category_ids):
            continue
        if users and user_id not in users:
            continue
        criteria = (("country", countries), ("tag", categories), ("salesperson", users))
        return policy_id, tuple(name for name, wanted in criteria if wanted)
    return None, ()


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
    candidates = _fall_back(policy, debtor, candidates, decisions)
    candidates = _account_grace(policy, candidates, decisions)
    candidates = _net_credits(policy, debtor, free, candidates, decisions, today)
    for cand in candidates:
        decisions[cand.item.id] = Decision(
            cand.item.id, REMIND, "level_due", cand.number, cand.asked, cand.residual
        )
    return [decisions[item.id] for item, _numbers in passed]


def split_holds(debtor):
    """Share of each item that no hold covers.

    :return: ({item id: (asked, residual)} still free, {item id: reason of its hold})
    """
    free = {item.id: (item.asked, item.residual) for item in debtor.items}
    held = {}
    ordered = sorted(debtor.items, key=lambda item: (item.due, item.id))
    for hold in debtor.holds:
        if hold.cap_days is not None:
            continue
        left = hold.amount
        for item in ordered:
            if not _covers(hold, item):
                continue
            taken = _take(free, item, hold, left)
            if taken:
                held[item.id] = hold.reason
            left -= taken
            if hold.amount and left < EPSILON:
                break
    return free, held


def _take(free, item, hold, left):
    """Take the held part off the item; returns it in the hold's own currency."""
    asked, residual = free[item.id]
    # A hold on the customer is in company currency, one on an item in the item's.
    base = residual if hold.scope == "customer" else asked
    taken = base if not hold.amount else min(left, base)
    if base < EPSILON or taken < EPSILON:
        return 0.0
    keep = 1 - taken / base
    free[item.id] = (asked * keep, residual * keep)
    return taken


def _covers(hold, item):
    if hold.scope == "customer":
        return True
    return item.id == hold.item_id if hold.item_id else item.move_id == hold.move_id


def _skip_item(policy, item, numbers, free, held, debtor, today):
    """A skipping ``Decision`` for reasons of the item alone, or its ``_Candidate``."""
    asked, residual = free[item.id]
    if item.excluded:
        return Decision(item.id, SKIP, "no_followup")
    if item.payment_pending:
        return Decision(item.id, SKIP, "payment_pending")
    if item.queued:
        return Decision(item.id, SKIP, "queued")
    if asked < EPSILON:
        return Decision(item.id, SKIP, "held", detail=held.get(item.id))
    caps = [h.cap_days for h in debtor.holds if h.cap_days is not None and _covers(h, item)]
    allowed = [n for n in numbers if all(policy.levels[n - 1].delay_days <= cap for cap in caps)]
    if not allowed:
        return Decision(item.id, SKIP, "level_cap", numbers[0])
    if policy.step == "one":
        allowed = allowed[:1]
    wait = policy.levels[allowed[-1] - 1].min_interval_days
    if item.last_notice and (today - item.last_notice).days < wait:
        until = item.last_notice + timedelta(days=wait)
        return Decision(item.id, SKIP, "interval", allowed[-1], detail=until)
    if debtor.last_contact and debtor.last_contact >= today:
        return Decision(item.id, SKIP, "contacted_today", allowed[-1])
    return _Candidate(item, tuple(allowed), asked, residual, days_late(item.due, today))


def _fall_back(policy, debtor, candidates, decisions):
    """Items whose level misses its minimum fall one level and are tested again."""
    balance = sum(item.residual for item in debtor.items) - debtor.credits
    for number in range(len(policy.levels), 0, -1):
        level = policy.levels[number - 1]
        at_level = [cand for cand in candidates if cand.number == number]
        total = sum(cand.residual for cand in at_level)
        enough = total >= level.min_amount - EPSILON
        if level.min_share:
            enough = enough and total * 100 >= level.min_share * balance - EPSILON
        if enough:
            continue
        for cand in at_level:
            candidates.remove(cand)
            if len(cand.numbers) > 1:
                candidates.append(cand._replace(numbers=cand.numbers[:-1]))
            else:
                decisions[cand.item.id] = Decision(
                    cand.item.id, SKIP, "below_level_minimum", number, detail=level.min_amount
                )
    return candidates


def _account_grace(policy, candidates, decisions):
    """The customer is dunned only if an item is later than the account's grace."""
    if max((c.late for c in candidates), default=0) > policy.account_grace_days:
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


def chaseable(item, free, today, chosen=()):
    """True if the item counts in what the customer is asked to pay today."""
    return (
        (days_late(item.due, today) > 0 or item.id in chosen)
        and not item.excluded
        and not item.payment_pending
        and free[item.id][0] >= EPSILON
    )


class Net(NamedTuple):
    """What a customer owes less his credits: ``late`` of what is overdue, ``early`` with
    the items that are to be reminded before their due date."""

    late: float
    early: float


def net_of(amounts, credit):
    """``Net`` of (days late, amount) pairs and a credit. Credits pay the oldest first."""
    overdue = sum(amount for late, amount in amounts if late > 0)
    upcoming = sum(amount for late, amount in amounts if late <= 0)
    return Net(overdue - credit, overdue + upcoming - credit)


def net_in_company_currency(debtor, today, chosen=()):
    """``Net`` over all currencies of what can be chased, with the ``chosen`` items."""
    free, _held = split_holds(debtor)
    amounts = [
        (days_late(item.due, today), free[item.id][1])
        for item in debtor.items
        if chaseable(item, free, today, chosen)
    ]
    return net_of(amounts, debtor.credits)


def _net_credits(policy, debtor, free, candidates, decisions, today):
    """Nobody is chased whose credits cover what he owes, nor for less than the minimum.

    Tested over all currencies first, then per currency: a notice never asks for less than
    nothing.
    """
    chosen = {cand.item.id for cand in candidates}
    total = net_in_company_currency(debtor, today, chosen)
    by_currency = defaultdict(list)
    for item in debtor.items:
        if chaseable(item, free, today, chosen):
            late = days_late(item.due, today)
            by_currency[item.currency_id].append((late, free[item.id][0]))
    kept = []
    for cand in candidates:
        currency_id = cand.item.currency_id
        credit = debtor.credits_by_currency.get(currency_id, 0.0)
        side = "late" if cand.late > 0 else "early"
        net = getattr(total, side)
        reason = detail = None
        if net < EPSILON:
            reason, detail = "covered_by_credit", debtor.credits
        elif net < policy.min_amount - EPSILON:
            reason, detail = "below_policy_minimum", policy.min_amount
        elif getattr(net_of(by_currency[currency_id], credit), side) < EPSILON:
            reason = "covered_by_credit"
        if reason:
            decisions[cand.item.id] = Decision(
                cand.item.id, SKIP, reason, cand.number, detail=detail
            )
        else:
            kept.append(cand)
    return kept


def recheck(policy, debtor, item_id, delay_days, today):
    """Why an item on a notice must not be sent any more, read again just before sending.

    :param delay_days: the delay of the level that the notice raises it to
    :return: (reason, 0.0, 0.0), or ("", asked, residual) if it is still to be asked
    """
    item = next((item for item in debtor.items if item.id == item_id), None)
    if item is None:
        return "paid", 0.0, 0.0
    for reason, stop in (("no_followup", item.excluded), ("payment_pending", item.payment_pending)):
        if stop:
            return reason, 0.0, 0.0
    if effective_late(item, today, policy.grace_days) < delay_days:
        return "due_date_changed", 0.0, 0.0
    asked, residual = split_holds(debtor)[0][item_id]
    if asked < EPSILON:
        return "held", 0.0, 0.0
    return "", asked, residual


class NoticeDraft(NamedTuple):
    """A notice to write: the decisions it carries, and (item id, asked, residual) of the
    overdue items that it lists besides."""

    currency_id: int
    number: int
    reminded: tuple
    listed: tuple


def group_notices(policy, debtor, decisions, today):
    """The notices that the decisions lead to, per currency and the policy's grouping.

    With grouping by customer a notice stands at the highest level and lists the items
    overdue since earlier levels, too.

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
    drafts = []
    for (currency_id, _split), reminded in groups.items():
        chosen = {decision.item_id for decision in reminded}
        listed = ()
        if policy.grouping == "customer":
            listed = tuple(
                (item.id, *free[item.id])
                for item in debtor.items
                if item.currency_id == currency_id
                and item.id not in chosen
                and not item.queued
                and chaseable(item, free, today)
            )
        number = max(decision.number for decision in reminded)
        drafts.append(NoticeDraft(currency_id, number, tuple(reminded), listed))
    return drafts
