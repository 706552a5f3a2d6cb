"""Document numbers in the lines of ledgers, however they are written. Pure."""

import re
from functools import lru_cache

#: Signs of the longest number.
MAX_WORD = 64

WORD = re.compile(r"[^\s,;|()\[\]\"']+")
PART = re.compile(r"\d+|[^\W\d_]+")
DATE = re.compile(r"(\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2})\.?")
YEAR = re.compile(r"(19|20)\d\d")


@lru_cache(maxsize=1 << 17)
def plain(number):
    """A number without case, blanks and punctuation; empty where nothing is left."""
    return "".join(PART.findall(number.casefold()))


@lru_cache(maxsize=1 << 17)
def forms(word):
    """How a document number may be written: whole, its figures alone, figures without
    leading zeros, and ``~`` with its last figures, where these are enough to mean something
    together with an equal amount."""
    if DATE.fullmatch(word):
        return ()
    parts = PART.findall(word.casefold())
    digits = [part for part in parts if part.isdigit()]
    if not digits:
        return ()
    found = {"".join(parts), "".join(digits)}
    if len(digits) > 1:
        found.add("-".join(part.lstrip("0") for part in digits))
    found = {form for form in found if len(form) >= 4 and not YEAR.fullmatch(form)}
    if len(digits[-1]) >= 4 and not YEAR.fullmatch(digits[-1]):
        found.add(f"~{digits[-1]}")
    return tuple(sorted(found))


def words(entry):
    """All forms of numbers that the texts of an entry hold."""
    found = set()
    for field in (entry.number, entry.reference, entry.text):
        if not field:
            continue
        # A longer word is no number; what follows a number is looked at all the same.
        parts = [part for part in WORD.findall(field) if len(part) <= MAX_WORD]
        for part in parts:
            found.update(forms(part))
        # A number written with blanks: INV 2026 00012.
        for size in (2, 3):
            for start in range(len(parts) - size + 1):
                run = parts[start : start + size]
                if run[-1].isdigit() and len(run[-1]) < 8:
                    found.add("".join(PART.findall("".join(run).casefold())))
    return found
