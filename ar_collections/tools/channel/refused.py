"""Addresses of any way (e-mail, phone, post) in the form in which they are compared: pure."""

import re

PHONE = re.compile(r"\+?[\d\s()./\-]{3,40}")
MAIL, CALL, POST = "email", "phone", "post"


def kind_of(address):
    """What an address is: one of the three above."""
    if "@" in address and "\n" not in address and "," not in address:
        return MAIL
    return CALL if PHONE.fullmatch(address.strip()) else POST


def fold(address):
    """The same text for the same address, however it is written."""
    text = " ".join(address.split()).casefold()
    if kind_of(text) != CALL:
        return text
    digits = re.sub(r"\D", "", text.replace("(0)", "") if text.startswith(("+", "00")) else text)
    if text.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits
