"""What mail servers report of an e-mail that they had taken: pure, no database.

Sources: RFC 3464 (delivery status), 8098 (that it was displayed).
"""

import re
from typing import NamedTuple

from .answer import judge

STATUS = "message/delivery-status"
DISPLAYED = "message/disposition-notification"
# What of a report is read: the rest is somebody's prose.
MOST_BLOCKS = 100
MOST_TEXT = 500

# What became of the e-mail at one address.
ARRIVED = "arrived"
WAITS = "waits"
LOST = "lost"
FATES = {"failed": LOST, "delayed": WAITS, "delivered": ARRIVED, "expanded": ARRIVED}
BY_CLASS = {"2": ARRIVED, "4": WAITS, "5": LOST}
CODE = re.compile(r"\b[245]\d\d\b")
# A status that says nothing but its class.
VAGUE = re.compile(r"\b[245]\.0\.\d{1,3}\b")
# What is around an address: "rfc822; <a@example.com>".
AROUND = " <>()[]\"';,"


class Fate(NamedTuple):
    """What a report says of one address: as it was used, and as it was delivered to.

    ``fate`` is one of the three above, or '' where the report only says that the e-mail went on.
    ``whose`` is of ``answer.py``: whose fault it is that it is lost.
    """

    addresses: tuple
    fate: str
    words: str = ""
    whose: str = ""


def read_report(message):
    """What a report says, address by address; nothing where it is no such report.

    :param message: an ``email.message.Message``
    :return: list of :class:`Fate`
    """
    found = []
    for part in message.walk():
        blocks = part.get_payload() if part.get_content_type() in (STATUS, DISPLAYED) else None
        if not isinstance(blocks, list):
            continue
        if part.get_content_type() == DISPLAYED:
            found += [Fate(_read_addresses(block), ARRIVED) for block in blocks[:1]]
        else:
            # The first block is about the report itself.
            found += [_read_block(block) for block in blocks[1 : MOST_BLOCKS + 1]]
    return [one for one in found if one.addresses]


def is_receipt(message):
    """Whether somebody's mail program says that the e-mail was displayed, or deleted unread."""
    return any(part.get_content_type() == DISPLAYED for part in message.walk())


def _read_block(block):
    status = _get(block, "Status")
    words = _get(block, "Diagnostic-Code").partition(";")[2].strip()
    action = _get(block, "Action").lower().split(" ")[0]
    fate = FATES.get(action, "")
    if action not in FATES and action != "relayed":
        fate = BY_CLASS.get(status[:1], "")
    said = " ".join(filter(None, (status if status not in words else "", words)))
    code = CODE.search(words)
    told = VAGUE.sub("", said)
    whose = judge(int(code[0]) if code else 550, told, True) if fate == LOST else ""
    return Fate(_read_addresses(block), fate, said, whose)


def _read_addresses(block):
    """The addresses that a block is about, each once, in small letters."""
    fields = (_get(block, name) for name in ("Original-Recipient", "Final-Recipient"))
    found = (text.rpartition(";")[2].strip(AROUND).lower() for text in fields)
    return tuple(dict.fromkeys(one for one in found if "@" in one and " " not in one))


def _get(block, name):
    """One header as text in one line, '' without it."""
    try:
        return " ".join(str(block.get(name) or "")[:MOST_TEXT].split())
    except (ValueError, TypeError, IndexError, AttributeError):
        # What the library does not understand of a header says nothing.
        return ""
