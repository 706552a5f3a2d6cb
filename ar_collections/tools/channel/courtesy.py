"""When a message may leave: a pure decision, no database, no clock."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

# Moments are looked at so far apart. Clocks are put forward and back at such moments, too.
STEP = timedelta(minutes=15)
STEPS_PER_HOUR = 4
# So many days are looked at; after that it is looked at anew.
MOST_DAYS = 62
# What counts as a week for the most messages: today and the days before.
WEEK_DAYS = 7
# When nothing is known of a customer's habits, in hours of its day.
USUAL_HOUR = 9.5
# Fewer answers or payments than this are no habit.
LEAST_KNOWN = 3

NOW = ""
QUIET_HOURS, WEEKEND, HOLIDAY, PAUSE = "quiet_hours", "weekend", "holiday", "pause"
SAID_TODAY, WEEK_FULL, USUAL = "said_today", "week_full", "usual_hour"


class Rules(NamedTuple):
    """What a company, or a policy, keeps to.

    ``quiet_from``, ``quiet_until``: hours of the customer's day (21.5 is half past nine in the
    evening) between which nothing leaves; the same twice: no quiet hours. ``weekends``,
    ``holidays``: whether those are quiet days. ``pause_last``, ``pause_first``: so many days at
    the end and at the beginning of a month nothing leaves. ``per_week``: messages to one customer
    in seven days at most, 0: any number. ``once_a_day``: one message per customer, way and day.
    ``usual_hour``: what leaves by itself waits for the hour at which the customer answers.
    """

    quiet_from: float = 0.0
    quiet_until: float = 0.0
    weekends: bool = False
    holidays: bool = False
    pause_last: int = 0
    pause_first: int = 0
    per_week: int = 0
    once_a_day: bool = False
    usual_hour: bool = False


class Facts(NamedTuple):
    """What is known when a message is to leave.

    ``now``: aware. ``zone``: where the customer is. ``weekend``: weekdays there, Monday is 0.
    ``holidays``: days there. ``ways``: by which it is to leave. ``sent``: what was said to the
    customer, as {what is one message: (moment, ways)}. ``best``: its usual hour, None if it does
    not wait for one. ``legal``: a legal demand, which only quiet hours hold back.
    """

    now: datetime
    zone: tzinfo
    rules: Rules = Rules()
    weekend: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    ways: frozenset[str] = frozenset()
    sent: Mapping = {}
    best: float | None = None
    legal: bool = False


class Moment(NamedTuple):
    """When it may leave, and what held it back first: '' where nothing did."""

    at: datetime
    reason: str = NOW

    @property
    def stored(self):
        """The moment as Odoo stores it: UTC, without a zone."""
        return self.at.astimezone(UTC).replace(tzinfo=None)


def decide(facts):
    """The first moment at which the message may leave, now or on a full quarter of an hour.

    :return: ``Moment``; where no day of the next two months will do, the end of them, when it is
        to be looked at anew
    """
    last = facts.now + timedelta(days=MOST_DAYS)
    at, first = facts.now, ""
    while at < last and (reason := _reason_at(facts, at)):
        first = first or reason
        at = _next(facts, at, reason)
    at = min(at, last)
    if first or facts.best is None or facts.legal:
        # What was held back until another day has its hour on that day.
        moved = at if facts.best is None or facts.legal else _wait_for_hour(facts, at)
        return Moment(moved, first)
    moved = _wait_for_hour(facts, at)
    return Moment(moved, USUAL if moved > at else NOW)


def usual_hour(moments, zone):
    """The hour of the day at which somebody usually acts: the median, to the half of an hour.

    :param moments: aware, when he answered or paid
    :return: hours, ``USUAL_HOUR`` where too little is known
    """
    local = sorted(_hour(one.astimezone(zone)) for one in moments)
    if len(local) < LEAST_KNOWN:
        return USUAL_HOUR
    middle = len(local) // 2
    hour = local[middle] if len(local) % 2 else (local[middle - 1] + local[middle]) / 2
    return int(hour * 2) / 2


def _hour(local):
    return local.hour + local.minute / 60


def _reason_at(facts, at):
    """What holds the message back at a moment, '' if nothing does; what lasts longest first."""
    local = at.astimezone(facts.zone)
    if not facts.legal and (reason := _reason_on(facts, local.date())):
        return reason
    return QUIET_HOURS if _is_quiet(facts.rules, _hour(local)) else NOW


def _is_quiet(rules, hour):
    """Whether an hour of the day lies in the quiet hours, which may reach over midnight."""
    begin, end = _quarter(rules.quiet_from), _quarter(rules.quiet_until)
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def _quarter(hour):
    """The hour, on a quarter of it."""
    return round(hour * STEPS_PER_HOUR) / STEPS_PER_HOUR % 24


def _reason_on(facts, day):
    """What holds the message back on the whole of a day, ''."""
    rules = facts.rules
    if _is_paused(rules, day):
        return PAUSE
    if rules.holidays and day in facts.holidays:
        return HOLIDAY
    if rules.weekends and day.weekday() in facts.weekend:
        return WEEKEND
    days = [(moment.astimezone(facts.zone).date(), ways) for moment, ways in facts.sent.values()]
    if rules.once_a_day and any(said == day and ways & facts.ways for said, ways in days):
        return SAID_TODAY
    first = day - timedelta(days=WEEK_DAYS - 1)
    if rules.per_week and sum(first <= said <= day for said, _ways in days) >= rules.per_week:
        return WEEK_FULL
    return NOW


def _is_paused(rules, day):
    """Whether the day is one of the last or the first of its month that are to be quiet."""
    if day.day <= rules.pause_first:
        return True
    return bool(rules.pause_last) and (day + timedelta(days=rules.pause_last)).month != day.month


def _next(facts, at, reason):
    """The next moment to look at: a quarter of an hour on, or another day."""
    if reason == QUIET_HOURS:
        return _on_quarter(at)
    today = at.astimezone(facts.zone).date()
    at = _on_quarter(at)
    # Not by 24 hours: some days have 23 or 25, and some begin at one o'clock.
    while at.astimezone(facts.zone).date() <= today:
        at += STEP
    return at


def _on_quarter(at):
    """The next full quarter of an hour."""
    minutes = STEP.seconds // 60
    at = at.replace(second=0, microsecond=0) - timedelta(minutes=at.minute % minutes)
    return at + STEP


def _wait_for_hour(facts, at):
    """The moment of the usual hour on the day of ``at``, where that is to come and allowed."""
    day = at.astimezone(facts.zone).date()
    best, hour = _quarter(facts.best), at
    while hour.astimezone(facts.zone).date() == day:
        if _hour(hour.astimezone(facts.zone)) >= best:
            return hour if not _reason_at(facts, hour) else at
        hour = _on_quarter(hour)
    return at
