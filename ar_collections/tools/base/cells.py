"""Dates and amounts as people write them in ledgers. Pure: texts in, values out.

A column is judged as a whole: 03/04/2026 is the third of April or the fourth of March
depending on the rest of the column, and so is the meaning of the comma in 1,234.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januar", "january", "janvier", "janv"),
            ("feb", "februar", "february", "fevrier", "fevr"),
            ("mar", "maerz", "marz", "mrz", "march", "mars"),
            ("apr", "april", "avril", "avr"),
            ("may", "mai"),
            ("jun", "juni", "june", "juin"),
            ("jul", "juli", "july", "juillet", "juil"),
            ("aug", "august", "aout"),
            ("sep", "sept", "september", "septembre"),
            ("oct", "okt", "oktober", "october", "octobre"),
            ("nov", "november", "novembre"),
            ("dec", "dez", "dezember", "december", "decembre"),
        ),
        1,
    )
    for name in names
}
# Marks after an amount that say on which side it stands: +1 credit, -1 debit.
SIDES = {
    **dict.fromkeys(("c", "cr", "credit", "crédit", "h", "haben", "贷", "贷方", "k", "kredit"), 1),
    **dict.fromkeys(("d", "dr", "debit", "débit", "s", "soll", "借", "借方"), -1),
}
#: Signs of a text that are kept, and of what is read as an amount or a date: longer ones are none.
MAX_TEXT = 1000
MAX_FIGURES = 60
#: Signs by which headings and labels are told apart, and that are made plain.
MAX_HEADING = 100
# Day 0 of the spreadsheet programs (their 1900 is wrongly a leap year).
EPOCH = date(1899, 12, 30)
# Expressions begin where the text does, and no two repetitions next to each other can take the
# same sign: their time grows with the text, not with its square.
THREE_PARTS = re.compile(r"(\d{1,4})[-./\s年](\d{1,2})[-./\s月](\d{1,4})日?(?:[T\s].*)?$")
NAMED_MONTH = re.compile(r"(\d{1,2})[-.\s/]*([^\W\d]+)\.?[-\s/,]*(\d{2,4})$")
FIGURE = re.compile(r"[\d.,]")
SIGN = re.compile(r"[()+\-−]")


def clean(cell):
    """The text of a cell: full-width signs made plain at its beginning, blanks of all kinds
    trimmed; what is longer than ``MAX_TEXT`` is cut."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)[:MAX_TEXT]
    if not text.isascii():
        text = _make_plain(text[:MAX_HEADING]) + text[MAX_HEADING:]
    return text.strip()


@lru_cache(maxsize=4096)
def _make_plain(text):
    """A short text in its plain form. It takes the square of the length where marks that combine
    follow each other, and one sign becomes eighteen: that one is left as it is."""
    return text if "\ufdfa" in text else unicodedata.normalize("NFKC", text)


def _shorten(text):
    """A text without runs of blanks, where it is longer than a date or an amount can be."""
    return text if len(text) <= MAX_FIGURES else " ".join(text.split())


def say(cell):
    """The text of a cell as its author wrote it, cut like that of ``clean``."""
    return cell[:MAX_TEXT].strip() if isinstance(cell, str) else clean(cell)


# -- dates -----------------------------------------------------------------------------


def find_date_order(cells):
    """In which order the numbers of a column of dates stand.

    :return: "dmy" or "mdy"; "dmy" where nothing decides, which dots and most of the world
        suggest
    """
    for cell in cells:
        if isinstance(cell, date):
            continue
        parts = THREE_PARTS.match(_shorten(clean(cell))[:MAX_FIGURES])
        if parts and len(parts[1]) <= 2:
            if int(parts[1]) > 12:
                return "dmy"
            if int(parts[2]) > 12:
                return "mdy"
    return "dmy"


def to_date(cell, order="dmy"):
    """The date of a cell, or None where it is none.

    :param order: "dmy", "mdy" or "ymd", for what has no four-digit year in front
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 1 <= cell < 80000:
        return EPOCH + timedelta(days=int(cell))
    text = _shorten(clean(cell))
    try:
        if re.fullmatch(r"\d{8}", text):
            return _eight_digits(text, order)
        # What follows a date may be cut, but not a date.
        parts = THREE_PARTS.match(text[:MAX_FIGURES])
        if parts:
            return _three_parts(parts.groups(), order)
        named = len(text) <= MAX_FIGURES and NAMED_MONTH.match(text)
        if named:
            name = unicodedata.normalize("NFKD", named[2].casefold().replace("ä", "ae"))
            name = "".join(sign for sign in name if not unicodedata.combining(sign))
            return date(_year(named[3]), MONTHS[name], int(named[1]))
    except (ValueError, KeyError):
        return None
    return None


def _eight_digits(text, order):
    if text[:2] in ("19", "20"):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _three_parts((text[:2], text[2:4], text[4:]), order)


def _three_parts(parts, order):
    if len(parts[0]) > 2 or order == "ymd":
        year, month, day = parts
    elif order == "mdy":
        month, day, year = parts
    else:
        day, month, year = parts
    return date(_year(year), int(month), int(day))


def _year(text):
    if len(text) not in (2, 4):
        raise ValueError(text)
    year = int(text)
    # Two digits: this century, but for what only the last one can have booked.
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


# -- amounts ---------------------------------------------------------------------------


def find_decimal(cells, default="."):
    """Which sign parts the whole from the fraction in a column of amounts.

    Each text that can only be read in one way votes: ``1.234,5`` and ``12,50`` for the
    comma, ``1,234,567`` for the point. ``1,234`` alone says nothing.

    :return: "." or ","; ``default`` where nobody votes, or as many for one as the other
    """
    votes = {".": 0, ",": 0}
    for cell in cells:
        if cell is None or isinstance(cell, (int, float)):
            continue
        text = _shorten(clean(cell))
        if len(text) > MAX_FIGURES:
            continue
        marks = [sign for sign in text if sign in ".,"]
        if not marks:
            continue
        other = "," if marks[-1] == "." else "."
        if len(set(marks)) == 2:
            votes[marks[-1]] += 1
        elif len(marks) > 1:
            votes[other] += 1
        elif len(_cut_end(text, str.isdecimal).rpartition(marks[0])[2]) != 3:
            votes[marks[0]] += 1
    if votes["."] == votes[","]:
        return default
    return max(votes, key=votes.get)


def to_amount(cell, decimal="."):
    """The amount of a cell as a ``Decimal``, or None where it is none.

    Understood are thousands marks, currency signs, the minus before, after or as
    brackets, and a side mark: ``100,00 S`` and ``100.00 DR`` are negative.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        # The shortest text of a float is what its author saw: no binary noise.
        return Decimal(repr(cell)) if abs(cell) < 1e15 else None
    text = _shorten(clean(cell))
    # A longer text is no amount; one cut to size would be a wrong one.
    if len(text) > MAX_FIGURES:
        return None
    text, sign = _sign(text)
    digits = re.sub(r"[\s'’_]", "", text)
    if not re.search(r"\d", digits):
        return None
    grouping = "." if decimal == "," else ","
    whole, _mark, fraction = digits.partition(decimal)
    if grouping in fraction or (grouping in whole and not _is_grouped(whole, grouping)):
        return None
    try:
        value = Decimal(f"{whole.replace(grouping, '')}.{fraction or 0}")
    except InvalidOperation:
        return None
    return sign * value if value.is_finite() and abs(value) < 10**15 else None


def _is_grouped(whole, grouping):
    """Whether thousands marks stand where they can: 1,234,567 and the Indian 12,34,567."""
    return re.fullmatch(rf"\d{{1,4}}({re.escape(grouping)}\d{{2,4}})*", whole) is not None and (
        len(whole.rpartition(grouping)[2]) in (3, 4)
    )


def _sign(text):
    """(the figures of an amount, its sign)."""
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -1
    rest = _cut_end(text, lambda sign: not sign.isalpha())
    mark = text[len(rest) :].casefold()
    if mark in SIDES and (rest[-1:].isspace() or FIGURE.match(rest[-1:])):
        text, sign = rest, sign * SIDES[mark]
    # Currency signs and codes, in front or behind.
    text = text.strip()
    if first := FIGURE.search(text):
        minus = SIGN.search(text, 0, first.start())
        kept = minus[0] if minus and minus[0] not in "()" else ""
        text = kept + text[first.start() :]
    text = _cut_end(text, lambda sign: sign in ".,+-−" or sign.isdecimal())
    for minus in "-−":
        if text.startswith(minus) or text.endswith(minus):
            text, sign = text.strip("-−"), -sign
    return text.strip("+").strip(), sign


def _cut_end(text, is_kept):
    """``text`` up to the last sign that is kept."""
    end = len(text)
    while end and not is_kept(text[end - 1]):
        end -= 1
    return text[:end]
