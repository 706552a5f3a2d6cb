"""The personal link of a message: what it says, and its signature, in 31 signs. Pure."""

import base64
import binascii
import hashlib
import hmac
from datetime import date, timedelta
from typing import NamedTuple

FIRST_DAY = date(2020, 1, 1)
MODEL_BYTES, RECORD_BYTES, VERSION_BYTES, DAY_BYTES, BOUND_BYTES = 3, 4, 1, 2, 3
CLAIM_BYTES = MODEL_BYTES + RECORD_BYTES + VERSION_BYTES + DAY_BYTES + BOUND_BYTES
# 80 bits: nobody guesses them over a network. The last sign is then never a dash, which mail
# programs would leave out of the link.
SIGN_BYTES = 10
#: What an account counts up when its links are revoked starts anew after so many.
VERSIONS = 256**VERSION_BYTES


class Claim(NamedTuple):
    """What a link says of itself.

    :param model: id of the model of the message
    :param record: id of the message
    :param version: of the links of its account, below ``VERSIONS``
    :param until: the last day on which it opens
    :param bound: see ``bind``
    """

    model: int
    record: int
    version: int
    until: date
    bound: bytes


def bind(*facts):
    """A short digest of what must be the same when the link is opened: customer, addressee."""
    return hashlib.sha256(repr(facts).encode()).digest()[:BOUND_BYTES]


def pack(claim):
    """The claim as bytes, which are what is signed."""
    parts = (
        (claim.model, MODEL_BYTES),
        (claim.record, RECORD_BYTES),
        (claim.version % VERSIONS, VERSION_BYTES),
        ((claim.until - FIRST_DAY).days, DAY_BYTES),
    )
    return b"".join(number.to_bytes(size, "big") for number, size in parts) + claim.bound


def make_token(claim, digest):
    """The token of a claim; ``digest`` is the keyed digest of ``pack(claim)``."""
    raw = pack(claim) + digest[:SIGN_BYTES]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_token(text):
    """(claim, signature) of a token, or None where ``text`` cannot be one. Nothing is checked yet:
    see ``is_signed``.

    A token is written in one way only: what differs by a sign is another one.
    """
    size = CLAIM_BYTES + SIGN_BYTES
    if not isinstance(text, str) or len(text) != -(-size * 4 // 3) or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        return None
    numbers, start = [], 0
    for part in (MODEL_BYTES, RECORD_BYTES, VERSION_BYTES, DAY_BYTES):
        numbers.append(int.from_bytes(raw[start : start + part], "big"))
        start += part
    model, record, version, days = numbers
    until = FIRST_DAY + timedelta(days=days)
    return Claim(model, record, version, until, raw[start:CLAIM_BYTES]), raw[CLAIM_BYTES:]


def is_signed(signature, digest):
    """Whether a signature is that of ``digest``; takes the same time for any."""
    return hmac.compare_digest(signature, digest[:SIGN_BYTES])
