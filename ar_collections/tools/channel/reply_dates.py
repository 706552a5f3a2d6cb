"""Days as people write them in letters: "by the 15th", "Ende nächster Woche", "月底前".

English, German, French, Spanish and Chinese are read side by side: customers answer in the
language they like. A day without a year is the nearest one in the direction that is asked for: of
a promise the next, of a payment the last. A period stands for the day on which it has passed: of
a week the Friday, of a month the last day.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from .reply_day_words import EXPRESSIONS, HAN, HAN_NUMBERS, MONTHS, NUMBERS, WEEKDAYS

#: How far a day without a year may lie on the wrong side before it is taken for another year's.
NEAR = 90
#: 31 February, the year 0: it is no day, and its parts are none either.
NO_DAY = date.min
#: Signs between a weekday and the day that says which one it is.
WITHIN = 3


class Found(NamedTuple):
    """A day in a text: where it stands, which day it is, and whether it is a weekday (``vague``) or
    a day of the calendar (``exact``)."""

    start: int
    end: int
    day: date
    vague: bool = False
    exact: bool = False


class _Asked(NamedTuple):
    today: date
    past: bool
    month_first: bool


def fold(text):
    """The text in small letters, without accents; each sign stays one sign."""
    return "".join(map(_fold_sign, text))


@lru_cache(maxsize=4096)
def _fold_sign(sign):
    plain = unicodedata.normalize("NFKD", sign.replace("’", "'").replace("‘", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return plain[:1] or " "


def find_days(text, today, past=False, month_first=False):
    """Return the days that are named in a text, as ``Found``, in its order.

    :param text: folded by ``fold``
    :param today: the day on which it was written
    :param past: whether days without a year lie behind (a payment) or ahead (a promise)
    :param month_first: whether 3/4 is the fourth of March
    """
    return list(_find_days(text, _Asked(today, past, month_first)))


@lru_cache(maxsize=1024)
def _find_days(text, asked):
    taken, found = [], []
    for expression, reader, *values in _READERS:
        for match in expression.finditer(text):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            try:
                day = reader(match.groupdict(), asked, *values)
            except (ValueError, OverflowError):
                day = NO_DAY
            if day:
                taken.append((start, end))
                found.append(Found(start, end, day, reader in _WEEKDAYS, reader in _CALENDAR))
    found = sorted(one for one in found if one.day != NO_DAY)
    # "Tuesday, 17 November" is one day: the second says which.
    return tuple(
        one for one in found if not one.vague or not any(_is_beside(one, other) for other in found)
    )


def _is_beside(one, other):
    """Whether two days stand side by side in the text."""
    return 0 <= max(one.start - other.end, other.start - one.end) <= WITHIN


# -- arithmetic of days ----------------------------------------------------------------


def _nearest(candidates, asked):
    """The nearest day in the direction that is asked for, or one near by in the other."""
    ahead = [d for d in candidates if d >= asked.today]
    behind = [d for d in candidates if d <= asked.today]
    right, wrong = (behind, ahead) if asked.past else (ahead, behind)
    best = min(right, key=lambda d: abs(d - asked.today), default=None)
    other = min(wrong, key=lambda d: abs(d - asked.today), default=None)
    if best and other:
        far = abs(best - asked.today).days
        near = abs(other - asked.today).days
        return other if near <= NEAR and far > 365 - NEAR else best
    return best or other


def _in_some_year(month, day, asked):
    years = range(asked.today.year - 1, asked.today.year + 2)
    days = [date(y, month, day) for y in years if day <= monthrange(y, month)[1]]
    if not days:
        raise ValueError("There is no such day.")
    return _nearest(days, asked)


def _add_months(day, months):
    """The first day of the month so many months later."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _last_day(first):
    return first.replace(day=monthrange(first.year, first.month)[1])


def _day_of_month(number, asked, months=None):
    if not 1 <= number <= 31:
        return None
    shifts = (months,) if months is not None else (-2, -1, 0, 1, 2)
    firsts = [_add_months(asked.today, shift) for shift in shifts]
    days = [f.replace(day=number) for f in firsts if number <= monthrange(f.year, f.month)[1]]
    if months is not None:
        return days[0] if days else None
    right = [d for d in days if (d <= asked.today if asked.past else d >= asked.today)]
    return min(right, key=lambda d: abs(d - asked.today), default=None)


def _weekday(number, asked, shift=0):
    """The weekday: the nearest in the direction, or that of the week so many weeks on."""
    monday = asked.today - timedelta(asked.today.weekday())
    if shift:
        return monday + timedelta(number + 7 * shift)
    if asked.past:
        return asked.today - timedelta((asked.today.weekday() - number) % 7)
    # Who writes "on Monday" on a Monday means the next one.
    return asked.today + timedelta((number - asked.today.weekday() - 1) % 7 + 1)


def _number(text):
    if text is None:
        return 1
    if text.isdigit():
        return int(text)
    return NUMBERS.get(text) or _han_number(text)


def _han_number(text):
    if text == "半":
        return 15
    if "十" in text:
        tens, ones = text.split("十", 1)
        return HAN_NUMBERS.get(tens, 1) * 10 + HAN_NUMBERS.get(ones, 0)
    return HAN_NUMBERS.get(text, 0)


def _full_year(text, asked):
    if not text:
        return None
    year = int(text)
    return year + 2000 if year < 100 else year


# -- readers: what an expression found, as a day ---------------------------------------


def _numeric(parts, asked):
    """15.12.2026, 15.12., 15/12, 12/15/26; 3-4 is no day."""
    if parts["sep"] == "-" and not parts["year"]:
        return None
    first, second = int(parts["a"]), int(parts["b"])
    day, month = (second, first) if asked.month_first and parts["sep"] == "/" else (first, second)
    if month > 12 >= day:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = _full_year(parts["year"], asked)
    return date(year, month, day) if year else _in_some_year(month, day, asked)


def _iso(parts, asked):
    return date(int(parts["year"]), int(parts["m"]), int(parts["d"]))


def _named(parts, asked):
    """15 December 2026, December 15th, 15. Dezember, 15 de diciembre."""
    month, day = MONTHS[parts["month"]], int(parts["day"])
    if parts.get("year"):
        return date(int(parts["year"]), month, day)
    return _in_some_year(month, day, asked)


def _plain_day(parts, asked):
    """by the 15th, bis zum 15., le 15, el día 15: of this month or the next one."""
    months = 1 if parts.get("next") or parts.get("next2") else None
    if parts.get("last") or parts.get("last2"):
        months = -1
    return _day_of_month(int(parts["day"]), asked, months)


def _relative(parts, asked):
    """in 10 days, within two weeks, sous 8 jours, dentro de un mes; 3 days ago."""
    number = _number(parts["number"])
    sign = -1 if parts.get("ago") else 1
    if parts.get("days"):
        return asked.today + timedelta(sign * number)
    if parts.get("weeks"):
        return asked.today + timedelta(sign * 7 * number)
    first = _add_months(asked.today, sign * number)
    return first.replace(day=min(asked.today.day, monthrange(first.year, first.month)[1]))


def _some_weekday(parts, asked):
    """next Friday, am kommenden Montag, vendredi prochain, el lunes que viene."""
    number = WEEKDAYS[parts["weekday"]]
    if parts.get("week"):
        return _weekday(number, asked, 1)
    if parts.get("last") or parts.get("last2"):
        return _weekday(number, asked._replace(past=True, today=asked.today - timedelta(1)))
    if parts.get("next") or parts.get("next2"):
        day = _weekday(number, asked._replace(past=False))
        # Nobody calls tomorrow "next Tuesday".
        return day + timedelta(7) if day == asked.today + timedelta(1) else day
    return _weekday(number, asked)


def _some_period(parts, asked):
    """end of next week, Anfang des Monats, la semaine prochaine, mediados de mes."""
    shift = 1 if parts.get("next") or parts.get("next2") else 0
    if parts.get("last") or parts.get("last2"):
        shift = -1
    early, mid = parts.get("early"), parts.get("mid")
    if parts.get("week"):
        return (
            _weekday(1 if early else 2 if mid else 4, asked, shift)
            if shift
            else _this_week(1 if early else 2 if mid else 4, asked)
        )
    if parts.get("mon"):
        first = _add_months(asked.today, shift)
        return _part_of_month(first, early, mid)
    return date(asked.today.year + shift, *((1, 15) if early else (6, 30) if mid else (12, 31)))


def _this_week(number, asked):
    monday = asked.today - timedelta(asked.today.weekday())
    return monday + timedelta(number)


def _part_of_month(first, early, mid):
    return first.replace(day=5) if early else first.replace(day=15) if mid else _last_day(first)


def _part_of_named_month(parts, asked):
    """end of January, mi-décembre, Anfang März, en enero."""
    month = MONTHS[parts["month"]]
    if parts.get("year"):
        first = date(int(parts["year"]), month, 1)
    else:
        last = [_last_day(date(asked.today.year + n, month, 1)) for n in (-1, 0, 1)]
        first = _nearest(last, asked).replace(day=1)
    return _part_of_month(first, parts.get("early"), parts.get("mid"))


def _month_end(parts, asked):
    return _last_day(asked.today)


def _year_end(parts, asked):
    return date(asked.today.year, 12, 31)


def _calendar_week(parts, asked):
    """KW 50: its Friday."""
    weeks = [date.fromisocalendar(asked.today.year + n, int(parts["kw"]), 5) for n in (-1, 0, 1)]
    return _nearest(weeks, asked)


def _offset(parts, asked, days):
    """tomorrow, vorgestern, 后天."""
    return asked.today + timedelta(days)


def _moment_ago(parts, asked):
    """soeben, à l'instant, acabo de: of what was done, and of nothing that lies ahead."""
    return asked.today if asked.past else None


def _han_date(parts, asked):
    """2026年12月15日, 12月15号, 下月5号, 15日."""
    day = _number(parts["d"])
    if parts.get("m"):
        month = _number(parts["m"])
        if parts.get("year"):
            return date(int(parts["year"]), month, day)
        return _in_some_year(month, day, asked)
    which = parts.get("which") or ""
    months = 1 if which.startswith("下") else -1 if which.startswith("上") else None
    if which and months is None:
        months = 0
    return _day_of_month(day, asked, months)


def _han_weekday(parts, asked):
    """下周五, 本周三, 星期一."""
    number = HAN[parts["d"]]
    which = parts.get("which") or ""
    if which.startswith("下"):
        return _weekday(number, asked, which.count("下"))
    if which.startswith("上"):
        return _weekday(number, asked, -1)
    return _this_week(number, asked) if which else _weekday(number, asked)


def _han_period(parts, asked):
    """月底, 下月初, 12月中旬, 下周, 年底, 本周末."""
    which, unit, place = (parts.get(k) or "" for k in ("which", "unit", "place"))
    shift = 1 if which.startswith(("下", "明")) else -1 if which.startswith(("上", "去")) else 0
    early, mid = place in ("初", "上旬"), place in ("中", "中旬")
    if unit.startswith(("周", "星", "礼")):
        number = 1 if early else 2 if mid else 4
        return _weekday(number, asked, shift) if shift else _this_week(number, asked)
    if unit.startswith("年"):
        return date(asked.today.year + shift, *((1, 15) if early else (6, 30) if mid else (12, 31)))
    return _part_of_month(_add_months(asked.today, shift), early, mid)


def _han_named_month(parts, asked):
    last = [_last_day(date(asked.today.year + n, _number(parts["m"]), 1)) for n in (-1, 0, 1)]
    place = parts["place"]
    first = _nearest(last, asked).replace(day=1)
    return _part_of_month(first, place in ("初", "上旬"), place in ("中", "中旬"))


def _han_relative(parts, asked):
    number = _number(parts["n"])
    days = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7, "月": 30}[parts["unit"][0]]
    if parts["unit"][0] == "月" and parts["n"] == "半":
        number, days = 15, 1
    sign = -1 if parts["side"].startswith("前") and not parts["side"].endswith("内") else 1
    return asked.today + timedelta(sign * number * days)


#: How what an expression found is read, by the names that ``EXPRESSIONS`` give.
_HOW = {
    "numeric": _numeric,
    "iso": _iso,
    "named": _named,
    "plain_day": _plain_day,
    "relative": _relative,
    "some_weekday": _some_weekday,
    "some_period": _some_period,
    "part_of_named_month": _part_of_named_month,
    "month_end": _month_end,
    "year_end": _year_end,
    "calendar_week": _calendar_week,
    "offset": _offset,
    "moment_ago": _moment_ago,
    "han_date": _han_date,
    "han_weekday": _han_weekday,
    "han_period": _han_period,
    "han_named_month": _han_named_month,
    "han_relative": _han_relative,
}
_READERS = [
    (re.compile(expression), _HOW[reader], *values) for expression, reader, *values in EXPRESSIONS
]
_WEEKDAYS = {_some_weekday, _han_weekday}
_CALENDAR = {_numeric, _iso, _named, _plain_day, _han_date}
