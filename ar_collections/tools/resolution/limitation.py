"""Until when a claim can be enforced: pure, no database, no clock.

A rule of law, the dates of an item and what happened since give the last day, what it comes from,
and why other things did not count. An event never moves the last day back.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

# How a period begins.
DUE, YEAR_END, DELIVERY, LAST_INSTALMENT = "due", "year_end", "delivery", "last_instalment"
# Days before the last day on which somebody is warned, the first warning first.
THRESHOLDS = (180, 90, 30)

# What an event counts as before the law. A kind that is not listed counts as what it is called.
COUNTS_AS = {
    "demand": ("notice_arrived",),
    "reserving": ("notice_arrived", "demand_reserving"),
    "payment": ("part_payment",),
    "ack": ("ack_any",),
    "ack_written": ("ack_any", "ack_written"),
    "ack_signed": ("ack_any", "ack_written", "ack_signed"),
    "promise": ("promise", "ack_any"),
    "promise_written": ("promise", "ack_any", "ack_written"),
    "plan": ("plan", "ack_any", "ack_written"),
    "plan_signed": ("plan", "ack_any", "ack_written", "ack_signed"),
    "security": ("security", "ack_any"),
}
# What the customer does himself: the only things that may revive a claim that has lapsed.
OWN_ACTS = frozenset(
    {"ack_any", "ack_written", "ack_signed", "part_payment", "promise", "plan", "security"}
)

# Why an event did not count.
UNPROVED, LAPSED, NOT_HERE, LATER = "unproved", "lapsed", "not_here", "later"
# What the last day comes from, beside the event.
ROLLED, CAPPED, STOPPED, POSTPONED = "rolled", "capped", "stopped", "postponed"


class Rule(NamedTuple):
    """The law of limitation of one place.

    :param years: how long a period is
    :param start: from when the first period runs
    :param roll: ``year_end``: each period ends with its calendar year
    :param restart_on: what begins the whole period anew
    :param stop_on: what stops the clock as long as it lasts
    :param revive_on: what begins a new period after the claim has lapsed, of what the customer does
        himself; empty: all of that in ``restart_on``
    :param before_expiry_only: nothing revives a claim that has lapsed
    :param cap_years: no later than so many years after the start; 0: no such end
    :param rest_months: months left at least after a stop has ended
    :param demand_months: a demand that arrived in time gives so many months more, once
    """

    years: int
    start: str = DUE
    roll: str = "none"
    restart_on: frozenset = frozenset()
    stop_on: frozenset = frozenset()
    revive_on: frozenset = frozenset()
    before_expiry_only: bool = True
    cap_years: int = 0
    rest_months: int = 0
    demand_months: int = 0


class Item(NamedTuple):
    """The dates of a claim.

    :param due: of the instalment
    :param invoiced: of the document
    :param delivery: of the goods or the service; None if nobody knows
    :param last_due: of the last instalment of the document; None: the same
    """

    due: date
    invoiced: date | None = None
    delivery: date | None = None
    last_due: date | None = None


class Event(NamedTuple):
    """Something that happened to a claim.

    :param kind: see ``COUNTS_AS``
    :param day: on which it happened, or arrived
    :param proved: we could prove it
    :param until: last day of what lasts (a suit, a negotiation); None: it goes on
    :param source: the code of who knows of it
    :param ref: (model, id) of what proves it
    :param words: what ``source`` needs to say it
    """

    kind: str
    day: date
    proved: bool = True
    until: date | None = None
    source: str = ""
    ref: tuple | None = None
    words: tuple = ()


class Limit(NamedTuple):
    """The last day of a claim, and why.

    :param date: the last day on which it can be enforced
    :param start: the day after which the period that counts runs
    :param base: the last day as it would be if nothing had happened
    :param cause: the event that gave the last day; None: the dates of the item
    :param codes: what else made the day: ROLLED, CAPPED, STOPPED, POSTPONED
    :param ignored: ((event, why), …) of what happened and did not count
    """

    date: date
    start: date
    base: date
    cause: Event | None = None
    codes: tuple = ()
    ignored: tuple = ()


def add_months(day, months):
    """The day with the same number, so many months later, or the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = min(index // 12, date.max.year), index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_year(day):
    return date(day.year, 12, 31)


def get_causes(event):
    """What an event counts as before the law."""
    return frozenset(COUNTS_AS.get(event.kind, (event.kind,)))


def get_start(rule, item):
    """The day after which the first period runs."""
    if rule.start == YEAR_END:
        return end_of_year(item.due)
    if rule.start == LAST_INSTALMENT:
        return max(item.last_due or item.due, item.due)
    if rule.start == DELIVERY:
        # Credit was agreed: the period runs from its end.
        credit = item.invoiced and item.due > item.invoiced
        return item.due if credit else item.delivery or item.due
    return item.due


def get_end(rule, start):
    """The last day of a period that runs after ``start``."""
    end = add_months(start, 12 * rule.years)
    return end_of_year(end) if rule.roll == YEAR_END else end


class _Clock:
    """The last day as it moves from event to event; it never moves back."""

    def __init__(self, rule, start, today):
        self.rule, self.today = rule, today
        self.start = start
        self.base = self.date = get_end(rule, start)
        # What a demand has postponed, never before ``date``. Time so given is no period: a demand
        # in it does not postpone again.
        self.postponed = self.date
        self.cap = add_months(start, 12 * rule.cap_years) if rule.cap_years else None
        self.stopped_until = None
        self.cause, self.codes = None, {ROLLED: True} if rule.roll == YEAR_END else {}

    def take(self, event):
        """Let an event count; returns why it does not, or ''."""
        rule, causes = self.rule, get_causes(event)
        if self.today and event.day > self.today:
            return LATER
        postpones = rule.demand_months and "notice_arrived" in causes
        if not (causes & (rule.restart_on | rule.stop_on) or postpones):
            return NOT_HERE
        if not event.proved:
            return UNPROVED
        if event.day > self.postponed:
            if not self._revives(causes):
                return LAPSED
        elif causes & rule.stop_on:
            self._stop(event)
        elif postpones and event.day <= self.date:
            self._postpone(event)
        if causes & rule.restart_on:
            self._restart(event)
        return ""

    def _revives(self, causes):
        rule = self.rule
        if rule.before_expiry_only:
            return False
        allowed = rule.revive_on or OWN_ACTS & rule.restart_on
        return bool(causes & allowed & OWN_ACTS & rule.restart_on)

    def _restart(self, event):
        end = get_end(self.rule, event.day)
        if self.stopped_until and self.stopped_until > event.day:
            # The new period begins to run when the stop ends.
            end += self.stopped_until - event.day
        self._move(end, end, event, start=event.day)

    def _stop(self, event):
        until = max(event.until or self.today or event.day, event.day)
        if self.today:
            until = min(until, max(self.today, event.day))
        first = max(event.day, self.stopped_until or event.day)
        self.stopped_until = max(until, self.stopped_until or until)
        lasted = timedelta(days=max((until - first).days, 0))
        date, postponed = self.date + lasted, self.postponed + lasted
        if self.rule.rest_months and until > event.day:
            least = add_months(until, self.rule.rest_months)
            date, postponed = max(date, least), max(postponed, least)
        self._move(date, postponed, event, code=STOPPED)

    def _postpone(self, event):
        self._move(self.date, add_months(event.day, self.rule.demand_months), event, code=POSTPONED)

    def _move(self, end, postponed, event, start=None, code=None):
        """Both ends move on, never back."""
        self.date = max(self.date, self._cut(end))
        postponed = max(self.date, self._cut(postponed))
        if postponed <= self.postponed:
            return
        self.postponed, self.cause = postponed, event
        if start:
            self.start = start
            self.codes = {ROLLED: True} if self.rule.roll == YEAR_END else {}
        if code:
            self.codes[code] = True
        if self.cap and postponed == max(self.cap, self.base):
            self.codes[CAPPED] = True

    def _cut(self, end):
        return min(end, max(self.cap, self.base)) if self.cap else end


def limit_of(rule, item, events=(), today=None):
    """The last day on which a claim can be enforced.

    Events of one day count in an order of their own, not in that in which they are given.

    :param rule: :class:`Rule`
    :param item: :class:`Item`
    :param events: iterable of :class:`Event`
    :param today: what is dated later does not count, and what goes on has lasted until today; None:
        what goes on stops nothing yet
    :return: :class:`Limit`
    """
    clock = _Clock(rule, get_start(rule, item), today)
    ignored = []
    for event in sorted(events, key=lambda one: _rank(rule, one)):
        if why := clock.take(event):
            ignored.append((event, why))
    return Limit(
        clock.postponed, clock.start, clock.base, clock.cause, tuple(clock.codes), tuple(ignored)
    )


def _rank(rule, event):
    """By day; of one day what begins the period anew first."""
    later = not get_causes(event) & rule.restart_on
    until = event.until or date.max
    return (event.day, later, not event.proved, event.kind, until, event.source, str(event.ref))


def next_threshold(days_left):
    """The narrowest threshold that a claim is within: 30, 90 or 180 days; None if it is within none
    or has lapsed."""
    if days_left < 0:
        return None
    return min((days for days in THRESHOLDS if days_left <= days), default=None)


# -- which law ---------------------------------------------------------------------------


class Law(NamedTuple):
    """Where and for what a rule is; what is empty is for all.

    :param key: the rule
    :param rank: of two that fit alike the lower one counts
    """

    key: int
    country: int
    states: frozenset = frozenset()
    customer: str = ""
    claim: str = ""
    company: int | None = None
    rank: int = 0


class Place(NamedTuple):
    """What a claim is: whose law, what kind of customer, for what.

    :param companies: the companies above the creditor, the highest first, and the creditor
    :param claim: goods, services, or '' where it is both, or nobody knows
    """

    country: int | None
    state: int | None = None
    customer: str = ""
    claim: str = ""
    companies: tuple = ()


def find_laws(laws, place):
    """The rules that may be those of a claim: one, or one for goods and one for services where
    nobody knows which it is. The caller takes the one that ends first.

    The nearest company's own rule comes before one for all, then that of the state, then that for
    the kind of customer, then that for the kind of claim.

    :param laws: iterable of :class:`Law`
    :param place: :class:`Place`
    :return: list of keys
    """
    fitting = [law for law in laws if _fits(law, place)]
    kinds = [place.claim] if place.claim else ["goods", "services"]
    found = []
    for kind in kinds:
        own = [law for law in fitting if law.claim in ("", kind)]
        if own and (key := min(own, key=lambda law: _precedence(law, place)).key) not in found:
            found.append(key)
    return found


def _fits(law, place):
    return (
        law.country == place.country
        and (not law.states or place.state in law.states)
        and (not law.customer or law.customer == place.customer)
        and (law.company is None or law.company in place.companies)
    )


def _precedence(law, place):
    # The companies above come first in the chain: the nearest one is the last.
    far = len(place.companies) - place.companies.index(law.company) if law.company else None
    general = (far is None, far or 0, not law.states, not law.customer, not law.claim)
    return (*general, law.rank, law.key)
