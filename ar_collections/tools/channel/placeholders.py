"""Placeholders of texts: which one cannot be filled in, before a customer reads it."""

import html
import re
from typing import NamedTuple

PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
# What somebody meant as a placeholder: braces that are left when those that are right are gone.
LOOSE = re.compile(r".{0,20}(?:\{\{|\}\}|\{%|%\}|\$\{|\{\s*text_\w*).{0,20}", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
# A field of the record in an expression of a template.
FIELD = re.compile(r"\bobject\.(\w+)")

UNKNOWN, BROKEN = "unknown", "broken"


class Fault(NamedTuple):
    kind: str
    # The placeholder, or the words around what is no placeholder.
    words: str


def find_fault(text, allowed):
    """The first placeholder of a text that cannot be filled in, as ``Fault``; None if all can.

    :param text: plain text or HTML
    :param allowed: the names that may stand in ``{{ }}``
    """
    text = html.unescape(text or "")
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in allowed:
            return Fault(UNKNOWN, match[1])
    loose = LOOSE.search(PLACEHOLDER.sub("", TAG.sub("", text)))
    return Fault(BROKEN, " ".join(loose[0].split())) if loose else None


def fill(text, texts):
    """The text with its placeholders replaced by those of ``texts``; others are left out."""
    return PLACEHOLDER.sub(lambda match: str(texts.get(match[1]) or ""), text)


def names_in(text):
    """The names that stand in the placeholders of a text."""
    return set(PLACEHOLDER.findall(text))


def find_unknown_field(source, known):
    """The first ``object.name`` of a template whose name is not in ``known``; '' if all are."""
    for match in FIELD.finditer(source or ""):
        if match[1] not in known:
            return match[0]
    return ""
