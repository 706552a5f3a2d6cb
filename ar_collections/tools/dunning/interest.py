"""Interest on late payment, pure: rates and open amounts come in, money and its explanation go out.

Conventions, the same in every function here:

* a rate is a percentage (8 is 8 %), per year unless its unit says otherwise;
* a segment's two days both count; interest starts on the day after the due date and the day of
  payment is the last one that bears interest, so that days = payment date - due date;
* all amounts of one call are in one currency, and are rounded once, at the end, half up;
* nothing asks the clock.

Sources: Directive 2011/7/EU art. 2, 3 and 6; Late Payment of Commercial Debts (Interest) Act 1998
s. 4, 5A and 6; State Council (China) Order 802 art. 17; MSMED Act 2006 (India) s. 16; Prompt
Payment Act (United States), 5 CFR 1315.10.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)
# Prompt Payment Act: what is unpaid after 30 days bears interest with the debt.
DAYS_OF_A_REST = timedelta(days=30)


class MissingRate(LookupError):
    """The reference has no rate that holds on ``day``."""

    def __init__(self, day: date):
        super().__init__(f"no reference rate on {day}")
        self.day = day


class ReferenceRate(NamedTuple):
    """A dated row of a reference, in percent per year.

    It holds until the next row, and not after ``date_to`` where that is known: an old rate must
    not pass for the rate of a period that nobody has entered.
    """

    date_from: date
    rate: Decimal
    date_to: date | None = None


class Tier(NamedTuple):
    """Debts from ``amount_from`` on bear the fixed ``compensation``."""

    amount_from: Decimal
    compensation: Decimal


class Rule(NamedTuple):
    """How a regime or a contract makes interest.

    Without an ``agreed`` rate: ``reference x multiple + margin``, per year. With one: that rate per
    ``unit``; ``at_least_reference`` raises it to the former where it is lower.
    ``fixing``: "floating" follows the reference; "default" keeps the rate of the first day of
    default (1998 Act); "contract" that of the day on which the contract was made; "payment" takes
    for each part of the debt the one rate of the day on which that part was paid, or of the last
    day (Ireland), which needs simple interest.
    ``day_count``: "365", "360", or "actual" = days of a leap year over 366.
    ``compounding``: "none"; "month": monthly rests counted from the first day of default; a
    whole month is a twelfth of a year and a part of it its share of the month's days, whatever
    the day count; "30": rests after each 30 days, which are counted as days (Prompt Payment Act).
    Part payments lower the debt itself; interest already capitalised goes on bearing interest.
    """

    references: tuple[ReferenceRate, ...] = ()
    multiple: Decimal = Decimal(1)
    margin: Decimal = ZERO
    agreed: Decimal | None = None
    unit: str = "year"
    at_least_reference: bool = False
    fixing: str = "floating"
    day_count: str = "365"
    compounding: str = "none"


class Segment(NamedTuple):
    """``amount`` was open from ``date_from`` to ``date_to``, both included."""

    amount: Decimal
    date_from: date
    date_to: date


class InterestLine(NamedTuple):
    """One line of the explanation; ``rate`` is in percent per ``unit`` ("year", "month", "day").

    ``principal`` includes capitalised interest. ``amount`` is rounded such that the lines add up
    to the rounded total.
    """

    date_from: date
    date_to: date
    days: int
    principal: Decimal
    rate: Decimal
    unit: str
    amount: Decimal


class Interest(NamedTuple):
    """``amount`` is rounded to the currency, ``exact`` is not."""

    amount: Decimal
    exact: Decimal
    lines: tuple[InterestLine, ...]


class _Quote(NamedTuple):
    """The rate of a day, and the last day for which it needs no new look-up."""

    rate: Decimal
    unit: str
    date_to: date


class _Piece(NamedTuple):
    """A stretch of one amount, one rate and one rest: ``amount x rate % x share / base``."""

    amount: Decimal
    date_from: date
    date_to: date
    rate: Decimal
    unit: str
    share: int
    base: int
    rest: date | None  # where interest is compounded: the start of its month or 30 days

    @property
    def days(self) -> int:
        return (self.date_to - self.date_from).days + 1


def as_rows(lines: Iterable[InterestLine]) -> list[list]:
    """The explanation as JSON keeps it, for words in any language; ``from_rows`` reads it."""
    return [[str(value) for value in line] for line in lines]


def from_rows(rows: Iterable[list]) -> list[InterestLine]:
    """What ``as_rows`` gave."""
    return [
        InterestLine(
            date.fromisoformat(first),
            date.fromisoformat(last),
            int(days),
            Decimal(principal),
            Decimal(rate),
            unit,
            Decimal(amount),
        )
        for first, last, days, principal, rate, unit, amount in rows
    ]


def as_decimal(value) -> Decimal:
    """The number as it reads: 0.1 is a tenth, not the nearest binary fraction."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def round_half_up(amount: Decimal, rounding) -> Decimal:
    """``amount`` in whole multiples of ``rounding`` (0.01, 0.05, 1), a half away from zero."""
    step = as_decimal(rounding).normalize()
    return (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def make_segments(
    amount, date_due: date, payments: Iterable[tuple[date, Decimal]], as_of: date
) -> list[Segment]:
    """How long which part of a debt was open after its due date, until ``as_of`` (included).

    :param amount: the original amount of the debt
    :param payments: (date, amount) in the same currency; a negative amount is a payment undone
    """
    first, last = date_due + ONE_DAY, as_of
    paid_by_day: dict[date, Decimal] = {}
    for day, paid in payments:
        # What came in time lowers the debt from the first day of default.
        day = max(day, date_due)
        paid_by_day[day] = paid_by_day.get(day, ZERO) + as_decimal(paid)
    still_open, segments = as_decimal(amount), []
    for day, paid in sorted(paid_by_day.items()):
        if day > as_of:
            break
        segments.append(Segment(still_open, first, day))
        still_open, first = still_open - paid, day + ONE_DAY
    segments.append(Segment(still_open, first, last))
    return _bearing(segments)


def cut_segments(segments: Iterable[Segment], as_of: date) -> list[Segment]:
    """The segments up to ``as_of``; those that start later fall away."""
    return _bearing(s._replace(date_to=min(s.date_to, as_of)) for s in segments)


def compute_interest(
    rule: Rule,
    segments: Iterable[Segment],
    rounding=Decimal("0.01"),
    agreed_on: date | None = None,
    default_on: date | None = None,
) -> Interest:
    """Interest on one debt, whose first segment starts on the first day of default.

    Days that no segment has bear nothing; rests run on meanwhile, counted from the first day of
    default, and what had accrued before is capitalised at the next one.

    :param segments: of one debt, in one currency; they do not overlap
    :param rounding: the currency's smallest unit, e.g. 0.01
    :param agreed_on: when the contract was made, for a rate that is fixed on that day; without
        it, the first day of default
    :param default_on: the first day of default, where that day itself was left out
    :raise MissingRate: the rule needs a reference rate of a day that has none
    :raise ValueError: segments overlap, or the rule cannot be compounded as it says
    """
    total = capitalised = accrued = ZERO
    rest, lines = None, []
    for piece in _pieces(rule, _in_order(segments), agreed_on, default_on):
        if piece.rest != rest:
            capitalised, accrued, rest = capitalised + accrued, ZERO, piece.rest
        principal = piece.amount + capitalised if piece.rest else piece.amount
        interest = principal * piece.rate * piece.share / (100 * piece.base)
        accrued += interest
        # The step of the rounded running total: the printed lines add up to the printed sum.
        step = round_half_up(total + interest, rounding) - round_half_up(total, rounding)
        total += interest
        lines.append(
            InterestLine(
                piece.date_from, piece.date_to, piece.days, principal, piece.rate, piece.unit, step
            )
        )
    return Interest(round_half_up(total, rounding), total, tuple(lines))


def fixed_compensation(tiers: Iterable[Tier], amount) -> Decimal:
    """The compensation of the highest tier that ``amount`` reaches; 0 for no debt or no tier.

    Tiers and amount are in one currency. Source: Directive 2011/7/EU art. 6, 1998 Act s. 5A.
    """
    amount = as_decimal(amount)
    if amount <= 0:
        return ZERO
    reached = [tier for tier in tiers if as_decimal(tier.amount_from) <= amount]
    return as_decimal(max(reached).compensation) if reached else ZERO


def _bearing(segments: Iterable[Segment]) -> list[Segment]:
    """Only what bears interest: a debt, for at least a day."""
    return [s for s in segments if s.amount > 0 and s.date_from <= s.date_to]


def _in_order(segments: Iterable[Segment]) -> list[Segment]:
    ordered = sorted(_bearing(segments), key=lambda segment: segment.date_from)
    for before, after in pairwise(ordered):
        if after.date_from <= before.date_to:
            raise ValueError(f"the segments of a debt overlap on {after.date_from}")
    return ordered


def _pieces(
    rule: Rule, segments: list[Segment], agreed_on: date | None, default_on: date | None
) -> Iterator[_Piece]:
    """The segments, cut where the rate changes, at each rest and at the end of a year."""
    _check_compounding(rule)
    start = segments[0].date_from if segments else None
    if start and default_on:
        start = min(start, default_on)
    references = sorted(rule.references, key=lambda row: row.date_from)
    for segment in _layers(segments) if rule.fixing == "payment" else segments:
        fixed = {"default": start, "contract": agreed_on or start, "payment": segment.date_to}
        day = segment.date_from
        while day <= segment.date_to:
            quote = _quote(rule, references, day, fixed.get(rule.fixing))
            rest, rest_end = _rest_around(rule, day, start)
            last = min(segment.date_to, quote.date_to, rest_end, _end_of_day_count(rule, day))
            days = (last - day).days + 1
            month_days = (rest_end - rest).days + 1 if rule.compounding == "month" else 0
            share, base = _share(rule, quote.unit, day, days, month_days)
            amount = as_decimal(segment.amount)
            yield _Piece(amount, day, last, quote.rate, quote.unit, share, base, rest)
            day = last + ONE_DAY


def _check_compounding(rule: Rule) -> None:
    if rule.compounding == "month" and rule.agreed is not None and rule.unit == "day":
        raise ValueError("a rate per day is not compounded monthly")
    if rule.compounding != "none" and rule.fixing == "payment":
        raise ValueError("what has the rate of the day of payment is not compounded")


def _layers(segments: list[Segment]) -> list[Segment]:
    """The debt in parts that were open from one day to one other, the first paid first.

    1,000 until the 10th and 600 until the 31st are 400 until the 10th, and 600 until the 31st.
    """
    layers: list[Segment] = []
    still_open: list[Segment] = []
    ended = None
    for segment in [*segments, Segment(ZERO, date.max, date.max)]:
        before = sum((part.amount for part in still_open), ZERO)
        # Between two segments nothing was open.
        gap = ended and ended + ONE_DAY < segment.date_from
        kept = ZERO if gap else min(before, as_decimal(segment.amount))
        still_open, paid = _take_off(still_open, before - kept, ended)
        layers += paid
        if more := as_decimal(segment.amount) - kept:
            still_open.append(Segment(more, segment.date_from, segment.date_to))
        ended = segment.date_to
    return sorted(layers, key=lambda part: (part.date_to, part.date_from))


def _take_off(parts: list[Segment], paid, day) -> tuple[list[Segment], list[Segment]]:
    """(what is left of the parts, what of them was ``paid`` on a day), the oldest first."""
    left, taken = [], []
    for part in parts:
        amount = min(part.amount, paid)
        paid -= amount
        if amount:
            taken.append(Segment(amount, part.date_from, day))
        if part.amount > amount:
            left.append(part._replace(amount=part.amount - amount))
    return left, taken


def _quote(rule: Rule, references: list[ReferenceRate], day: date, fixed: date | None) -> _Quote:
    """The rate of ``day``; never negative, however low the reference has fallen.

    :param fixed: the day whose reference counts for all days; None where it floats
    """
    agreed = _Quote(max(as_decimal(rule.agreed or 0), ZERO), rule.unit, date.max)
    if rule.agreed is not None and not rule.at_least_reference:
        return agreed
    reference, until = _reference_at(references, fixed or day)
    rate = reference * as_decimal(rule.multiple) + as_decimal(rule.margin)
    until = date.max if fixed else until
    if rule.agreed is not None:
        per_year = {"year": 1, "month": 12, "day": _year_days(rule, day)}[rule.unit]
        if agreed.rate * per_year >= rate:
            return agreed._replace(date_to=until)
    return _Quote(max(rate, ZERO), "year", until)


def _reference_at(references: list[ReferenceRate], day: date) -> tuple[Decimal, date]:
    """The reference rate of ``day`` and the last day on which it holds."""
    position = bisect_right(references, day, key=lambda row: row.date_from)
    row = references[position - 1] if position else None
    if row is None or (row.date_to and row.date_to < day):
        raise MissingRate(day)
    until = row.date_to or date.max
    if position < len(references):
        until = min(until, references[position].date_from - ONE_DAY)
    return as_decimal(row.rate), until


def _rest_around(rule: Rule, day: date, start: date) -> tuple[date | None, date]:
    """First and last day of what is compounded as one around ``day``, counted from ``start``."""
    if rule.compounding == "none":
        return None, date.max
    if rule.compounding == "30":
        rest = start + (day - start) // DAYS_OF_A_REST * DAYS_OF_A_REST
        return rest, rest + DAYS_OF_A_REST - ONE_DAY
    months = (day.year - start.year) * 12 + day.month - start.month
    if start + relativedelta(months=months) > day:
        months -= 1
    following = start + relativedelta(months=months + 1)
    return start + relativedelta(months=months), following - ONE_DAY


def _end_of_day_count(rule: Rule, day: date) -> date:
    """Where leap years count 366 days, a piece ends with its year."""
    return date(day.year, 12, 31) if rule.day_count == "actual" else date.max


def _year_days(rule: Rule, day: date) -> int:
    if rule.day_count == "actual":
        return 366 if isleap(day.year) else 365
    return int(rule.day_count)


def _share(rule: Rule, unit: str, day: date, days: int, month_days: int) -> tuple[int, int]:
    """How many units of the rate ``days`` are, as (numerator, denominator)."""
    if unit == "day":
        return days, 1
    if rule.compounding == "month":
        return days, month_days * (12 if unit == "year" else 1)
    return days * (12 if unit == "month" else 1), _year_days(rule, day)
