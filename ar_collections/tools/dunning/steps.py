"""On which day which level is due for an item. Pure: no database, no clock."""

from datetime import timedelta

from .debtor import days_late, effective_late


def numbers_due(policy, item, today):
    """Numbers of the levels that the item has passed but not yet reached, ascending; the last
    one where it is to be said again; the next one where a promise about it was broken.

    A level before the due date says "will be due": it never fits an overdue item.
    """
    late = days_late(item.due, today)
    counted = effective_late(item, today, policy.grace_days)
    again = repeat_day(policy, item)
    numbers = tuple(
        number
        for number, level in enumerate(policy.levels, 1)
        if level.delay_days <= counted
        and (
            item.reached is None
            or level.delay_days > item.reached
            or (again and again <= today and number == len(policy.levels))
        )
        and (late <= 0 or level.delay_days >= 0)
        # Within the grace an item is as good as not late.
        and not (0 < late <= policy.grace_days)
    )
    if not numbers and item.is_firmer:
        number = number_now(policy, item, today)
        return (number,) if number else ()
    return numbers


def repeat_day(policy, item):
    """The day from which the last level is said to an item again; None if it is not."""
    if not (policy.levels and policy.repeat_every and item.last_notice):
        return None
    if item.reached != policy.levels[-1].delay_days or item.said > policy.repeat_most:
        return None
    return item.last_notice + timedelta(days=policy.repeat_every)


def next_step(policy, item, today):
    """The item's next level and the first day on which it may be sent.

    :return: (number, date not before today), or (0, None) when no level is left
    """
    if item.is_firmer and (number := number_now(policy, item, today)):
        return number, today
    if again := repeat_day(policy, item):
        return _next_repeat(policy, item, again, today)
    open_levels = [
        (number, level)
        for number, level in enumerate(policy.levels, 1)
        if item.reached is None or level.delay_days > item.reached
    ]
    starts = [_first_day(policy, level, item, today) for _number, level in open_levels]
    for index, (number, level) in enumerate(open_levels):
        day = starts[index]
        following = starts[index + 1] if index + 1 < len(starts) else None
        if item.last_notice:
            waited = item.last_notice + timedelta(days=level.min_interval_days)
            day = _not_in_grace(policy, item, max(day, waited))
        if level.delay_days < 0 and days_late(item.due, day) > 0:
            continue
        # By age, a level is over as soon as the next one has begun.
        if policy.step == "one" or following is None or day < following:
            return number, day
    return 0, None


def _next_repeat(policy, item, again, today):
    """``next_step`` of an item to which the last level is said again."""
    level = policy.levels[-1]
    waited = item.last_notice + timedelta(days=level.min_interval_days)
    day = _not_in_grace(policy, item, max(again, waited, _first_day(policy, level, item, today)))
    if level.delay_days < 0 < days_late(item.due, day):
        return 0, None
    return len(policy.levels), day


def _first_day(policy, level, item, today):
    """The first day, from today on, on which an item has the age of a level."""
    grace = policy.grace_days if level.delay_days > 0 else 0
    day = max(item.due + timedelta(days=level.delay_days + grace), today)
    return _not_in_grace(policy, item, day)


def _not_in_grace(policy, item, day):
    """``day``, or the day after the grace where it falls into it."""
    if 0 < days_late(item.due, day) <= policy.grace_days:
        return item.due + timedelta(days=policy.grace_days + 1)
    return day


def suits(delay_days, late):
    """Whether a level may be said before its day: "is overdue" of what is, "will be due" of
    what is not."""
    return delay_days >= 0 if late > 0 else delay_days <= 0


def number_now(policy, item, today):
    """The level that an item is told next, whatever its day; 0 if none fits it."""
    late = days_late(item.due, today)
    for number, level in enumerate(policy.levels, 1):
        if suits(level.delay_days, late) and (
            item.reached is None or level.delay_days > item.reached
        ):
            return number
    said_last = policy.levels and item.reached == policy.levels[-1].delay_days
    return len(policy.levels) if said_last and late > 0 else 0
