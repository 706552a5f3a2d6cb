"""Text messages: how long they are, what stops them, whose fault it is that one does not arrive.

Pure: no database, no clock.
"""

import re
import unicodedata
from typing import NamedTuple

from .answer import ADDRESS, LATER, MESSAGE, OURS

GSM = "GSM-7"
UNICODE = "UCS-2"
# The basic table of GSM 03.38, and what takes two places in it.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
# Places in a message alone, and in one of several, which carries a head.
PLACES = {GSM: (160, 153), UNICODE: (70, 67)}
# Words that stop all messages to a number: those of the carriers, and those of our languages.
STOPS = frozenset(
    [
        "stop",
        "stopp",
        "stopall",
        "unsubscribe",
        "end",
        "quit",
        "arret",
        "arreter",
        "baja",
        "alto",
        "td",
        "退订",
        "退訂",
        "取消订阅",
    ]
)
# Before a number that takes no text messages, and is right otherwise.
ONLY_TEXTS = "sms:"
# What providers answer, by whose fault it is. What is in none of these is a provider's own word
# for something in our account or settings.
WRONG_NUMBER = {"sms_number_missing", "sms_number_format", "sms_invalid_destination"}
# A landline, or a carrier that lets none through: the number is right for calls.
OF_NUMBER = WRONG_NUMBER | {"sms_not_allowed"}
OF_MESSAGE = {
    "sms_rejected",
    "sms_expired",
    "sms_not_delivered",
    "sms_country_not_supported",
    "sms_blacklist",
    "sms_duplicate",
    "sms_optout",
    "unknown",
    "",
}
PASSING = {"sms_server"}
# Classes of errors by which the connection to a provider fails: where nothing was handed over,
# where the provider has answered that it did not take it, and where our account is at fault.
NOT_CONNECTED = {
    "ConnectTimeout",
    "ConnectTimeoutError",
    "ConnectionRefusedError",
    "NewConnectionError",
    "NameResolutionError",
    "gaierror",
}
NOT_TAKEN = {"HTTPError", "IAPServerError"}
NO_CREDIT = {"InsufficientCreditError"}
# Links of a chain of errors that are looked at.
MOST_LINKS = 20


# What formats and editors put in, by which a whole text would need the larger alphabet.
PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "…": "...",
    }
)


class Size(NamedTuple):
    """How long a text is: places (characters, some count twice), messages that it takes, and the
    alphabet that it needs."""

    length: int
    parts: int
    alphabet: str


def simplify(text):
    """The text with plain spaces, quotes and dashes, without empty ends and lines."""
    lines = (line.strip() for line in (text or "").translate(PLAIN).splitlines())
    return "\n".join(filter(None, lines))


def measure(text):
    """The :class:`Size` of a text; an empty one takes no message."""
    text = (text or "").replace("\r\n", "\n")
    if all(char in BASIC or char in EXTENDED for char in text):
        widths = [2 if char in EXTENDED else 1 for char in text]
        alphabet = GSM
    else:
        widths = [2 if ord(char) > 0xFFFF else 1 for char in text]
        alphabet = UNICODE
    alone, together = PLACES[alphabet]
    length = sum(widths)
    if length <= alone:
        return Size(length, 1 if length else 0, alphabet)
    return Size(length, _count_parts(widths, together), alphabet)


def _count_parts(widths, places):
    """In how many parts characters fit; one that takes two places is not torn apart."""
    parts, used = 1, 0
    for width in widths:
        if used + width > places:
            parts, used = parts + 1, 0
        used += width
    return parts


def is_stop(text):
    """Whether an answer stops all messages: one of the words alone, however it is written."""
    plain = unicodedata.normalize("NFKD", (text or "")[:64])
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "", plain).casefold() in STOPS


def judge(failure_type):
    """Whose fault it is that a text message did not arrive, of those of ``answer.py``.

    :param failure_type: Odoo's, or one that a provider adds
    """
    code = failure_type or ""
    if code in OF_NUMBER:
        return ADDRESS
    if code in OF_MESSAGE:
        return MESSAGE
    return LATER if code in PASSING else OURS


def judge_error(error):
    """Whose fault it is that messages could not be given to a provider, from the error raised.

    :return: LATER or OURS; '' where the provider may have taken them all the same
    """
    names, sentence, one = set(), False, error
    for _link in range(MOST_LINKS):
        if one is None:
            break
        classes = {cls.__name__ for cls in type(one).__mro__}
        sentence = sentence or ("UserError" in classes and "AccessError" not in classes)
        names |= classes
        one = one.__cause__ or one.__context__
    if names & NO_CREDIT:
        return OURS
    if names & (NOT_CONNECTED | NOT_TAKEN):
        return LATER
    # A sentence about settings, before anything was given away.
    return OURS if sentence else ""
