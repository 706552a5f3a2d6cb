"""Phone numbers: whose country, mobile or landline, how they are written; pure."""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

MOBILE = "mobile"
LANDLINE = "landline"
UNKNOWN = "unknown"

# Why a number cannot be used.
MISSING = "missing"
NONSENSE = "nonsense"
NO_COUNTRY = "no_country"
NOT_MOBILE = "not_mobile"

# Longer texts hold no number; what reads them would take its time.
MAX_TEXT = 64
KINDS = {
    PhoneNumberType.MOBILE: MOBILE,
    PhoneNumberType.FIXED_LINE: LANDLINE,
}


class Phone(NamedTuple):
    """A number as it was read.

    ``e164``: '' where it is none. ``country``: the two letters of the number's own country, '' for
    numbers of none, as those of satellites. ``kind``: mobile, landline, or unknown, which is the
    honest answer in countries whose mobiles look like landlines. ``takes_sms``: a mobile, or
    perhaps one. ``valid``: the number is given out in its country; else it is only possible.
    ``problem``: why it is none, '' if it is one.
    """

    e164: str = ""
    country: str = ""
    kind: str = UNKNOWN
    takes_sms: bool = False
    valid: bool = False
    international: str = ""
    national: str = ""
    link: str = ""
    problem: str = ""


def read(text, country=""):
    """The number in ``text``.

    :param text: as somebody typed it
    :param country: two letters of the country that is meant where the text does not say it
    :return: a :class:`Phone`; its ``problem`` says why the text is none
    """
    text = (text or "").strip()
    if not text:
        return Phone(problem=MISSING)
    if len(text) > MAX_TEXT:
        return Phone(problem=NONSENSE)
    return _read(text, (country or "").upper())


# To read one takes half a millisecond, and each is asked for several times.
@lru_cache(maxsize=4096)
def _read(text, country):
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        lost = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        digits = len(re.sub(r"\D", "", text))
        return Phone(problem=NO_COUNTRY if lost and digits > 2 else NONSENSE)
    if not phonenumbers.is_possible_number(number):
        return Phone(problem=NONSENSE)
    kind = phonenumbers.number_type(number)
    region = phonenumbers.region_code_for_number(number) or ""
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        country="" if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region,
        kind=KINDS.get(kind, UNKNOWN),
        takes_sms=kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE),
        valid=phonenumbers.is_valid_number(number),
        international=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        national=phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
        link=phonenumbers.format_number(number, PhoneNumberFormat.RFC3966),
    )


def normalise(text, country=""):
    """A number in the one form in which it is kept, the international one; what is no valid number
    stays as it was typed."""
    found = read(text, country)
    return found.international if found.valid else text


def show(text, country="", own=""):
    """A number as it is read by people in the country ``own``: the national form of their own
    numbers, the international form of others; what is no valid number as it was typed."""
    found = read(text, country)
    if not found.valid:
        return text or ""
    return found.national if own and found.country == own.upper() else found.international


def find_sms_problem(phone):
    """Why no text message is sent to a number that was read: a code, '' if one is."""
    if phone.problem:
        return phone.problem
    if not phone.valid:
        return NONSENSE
    return "" if phone.takes_sms else NOT_MOBILE
