"""Sanitizing many texts of one shape: the tags once, what stands between them each time; pure.

What a sanitizer of HTML does concerns tags and their attributes. The e-mails of a run have the same
ones around other words, amounts and numbers. Whatever may be more than words goes through the
sanitizer as a whole.
"""

import re
from functools import lru_cache

# Shapes that are remembered, of a few kilobytes each: how many rows tables have, mostly.
MOST_SHAPES = 512
# Words between tags, and the number that an address ends in.
_PLACES = re.compile(r'((?<=>)(?=\s*[^<>\s])[^<>]+(?=<)|(?<=/)[0-9]+(?="))')
# What may be more than words, or is written in several ways: control characters and what is no
# character, marks of quoted text and of comments, other entities than these.
_MORE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|--"
    r"|&(?!(?:amp|quot|#34|#39);)"
)
BLANK = "\xa0"
# How sanitized HTML writes what may be written in another way between tags.
_WRITTEN = {BLANK: "&nbsp;", "&quot;": '"', "&#34;": '"', "&#39;": "'"}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?=[\s/>])[^<>]*>")
# Tags between which words are words, and nothing else.
_TAGS = frozenset(
    [
        "a",
        "b",
        "br",
        "center",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_VOID = frozenset({"br", "hr", "img"})
_ADDRESS = re.compile(r'\shref="[^"<>]*/\0"')
# A row of a table that holds no other table, and several of them one below the other.
_ROW = r"<tr(?=[\s>])[^<>]*>(?:[^<]|<(?!/?(?:tr|tbody|table)[\s>]))*</tr>"
_ROWS = re.compile(rf"{_ROW}(?:[ \t\n]*{_ROW})*")
_EACH_ROW = re.compile(f"({_ROW})")
# What a sanitizer may do to what follows: then rows are not by themselves.
_QUOTED = "data-o-mail-quote"
_TABLE, _END = "<table><tbody>", "</tbody></table>"
_ONE_ROW = "<tr><td>\1</td></tr>"
# Stands for one place after the other while a shape is sanitized.
_MARK = re.compile(r"7103586294([0-9]{6})")


def sanitize(text, full):
    """The same as ``full(text)``.

    :param text: HTML
    :param full: function that sanitizes HTML, and always says the same of the same
    """
    plain = text.replace("&nbsp;", BLANK)
    if _MORE.search(plain):
        return full(text)
    parts = _PLACES.split(plain)
    if not (pieces := _make_pieces("\0".join(parts[::2]), full)):
        return full(text)
    words = "\0".join(parts[1::2])
    for way, written in _WRITTEN.items():
        words = words.replace(way, written)
    parts[::2], parts[1::2] = pieces, words.split("\0") if len(parts) > 1 else ()
    return "".join(parts)


@lru_cache(maxsize=MOST_SHAPES)
def _make_pieces(shape, full):
    """What stands between the places of a text when it is sanitized; None where it is more than
    tags that are known.

    :param shape: HTML with NUL in its places
    """
    if not _is_nested(shape) or '\0"' in _ADDRESS.sub("", shape):
        return None
    made = _sanitize_by_rows(shape, full) or _sanitize_shape(shape, full)
    return made and tuple(made.split("\0"))


def _is_nested(shape):
    """Whether it is text and known tags, each within the other."""
    bare, around = _TAG.sub("", shape), []
    for end, tag in _TAG.findall(shape):
        if end and around[-1:] == [tag]:
            around.pop()
        elif end or tag not in _TAGS:
            return False
        elif tag not in _VOID:
            around.append(tag)
    return not around and "<" not in bare and ">" not in bare


def _sanitize_by_rows(shape, full):
    """The same as ``_sanitize_shape``, rows of tables by themselves: tables differ by how many they
    have. None where that may not be."""
    outer = _sanitize_shape(_ROWS.sub(_ONE_ROW, shape), full)
    if not outer or _QUOTED in outer:
        return None
    around, tables = outer.split(_ONE_ROW), []
    for found in _ROWS.finditer(shape):
        parts = _EACH_ROW.split(found[0])
        parts[1::2] = [_sanitize_row(row, full) for row in parts[1::2]]
        if None in parts:
            return None
        tables.append("".join(parts))
    if len(around) != len(tables) + 1:
        return None
    return around[0] + "".join(map("".join, zip(tables, around[1:], strict=True)))


def _sanitize_row(row, full):
    made = _sanitize_shape(f"{_TABLE}{row}{_END}", full) or ""
    if _QUOTED in made or not (made.startswith(_TABLE) and made.endswith(_END)):
        return None
    return made[len(_TABLE) : -len(_END)]


@lru_cache(maxsize=MOST_SHAPES)
def _sanitize_shape(shape, full):
    """A shape as it is when it is sanitized; None where its places do not stay what they are."""
    places = re.findall("[\0\1]", shape)
    numbers = iter(range(len(places)))
    marked = re.sub("[\0\1]", lambda _place: f"7103586294{next(numbers):06d}", shape)
    parts = _MARK.split(str(full(marked)))
    if parts[1::2] != [f"{number:06d}" for number in range(len(places))]:
        return None
    parts[1::2] = places
    return "".join(parts)
