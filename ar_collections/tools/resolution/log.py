"""Rows and seals of the tamper-evident log: the canonical text that is hashed, and the short code
that stands on papers."""

import json
from hashlib import sha256

# What stands in front of each text; another way to write it gets another number.
VERSION = 1
# What stands in a text as it is.
PLAIN = frozenset({str, int, bool, type(None)})
# Crockford's letters: none of them looks like another one.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
# 80 bits of the root.
CODE_LETTERS = 16
CODE_GROUP = 4
BITS_PER_LETTER = 5
ROOT_BITS = 256
# A row of the leaves that a seal keeps: the id in eight bytes, and the hash.
ID_BYTES = 8
HASH_BYTES = 32
# A hash that cannot be read is that of nothing.
NO_HASH = bytes(HASH_BYTES)


def canonical(value):
    """A value as the one text that is hashed: keys in order, no spaces, no floats.

    :raise TypeError: there is a float in it, or what JSON does not know
    """
    if type(value) not in PLAIN:
        _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_floats(value):
    if isinstance(value, float):
        raise TypeError(f"{value!r}: numbers with a point are texts in the log")
    if isinstance(value, (str, int)):
        return
    for one in value.values() if isinstance(value, dict) else value:
        if type(one) not in PLAIN:
            _refuse_floats(one)


def head(account, company, date, event, id_, model, user):
    """What each row begins with. In the order of the letters: the SQL that compares a row's
    columns with its text (``ar.log``) writes the same."""
    return {
        "account": account or None,
        "company": company,
        "date": date,
        "event": event,
        "id": id_,
        "model": model,
        "user": user or None,
        "version": VERSION,
    }


def content(head, said):
    """The canonical text of a row."""
    return canonical({"head": head, "said": said})


def digest(salt, text):
    """The hash of a row (64 hexadecimal digits) over its salt and its text."""
    return sha256((salt + text).encode()).hexdigest()


def read_hash(text):
    """The bytes of a hash; those of nothing where it is none."""
    try:
        found = bytes.fromhex(text or "")
    except ValueError:
        return NO_HASH
    return found if len(found) == HASH_BYTES else NO_HASH


def seal_head(company, date, number, previous, size):
    """The canonical text that is the first leaf of a seal's tree: it holds the root before."""
    return canonical(
        {
            "company": company,
            "date": date,
            "number": number,
            "previous": previous,
            "size": size,
            "version": VERSION,
        }
    )


def leaves_of(head, hashes):
    """The leaves of a seal: its head, then the hashes of its rows (bytes)."""
    return [head.encode(), *hashes]


def code_of(root):
    """The short code of a root (bytes): its first 80 bits, as XXXX-XXXX-XXXX-XXXX."""
    number = int.from_bytes(root, "big") >> (ROOT_BITS - CODE_LETTERS * BITS_PER_LETTER)
    letters = ""
    for _place in range(CODE_LETTERS):
        number, at = divmod(number, len(LETTERS))
        letters = LETTERS[at] + letters
    starts = range(0, CODE_LETTERS, CODE_GROUP)
    return "-".join(letters[start : start + CODE_GROUP] for start in starts)


def read_code(text):
    """A code as somebody has typed it off a paper, in its right form; '' if it is none."""
    letters = "".join(one for one in (text or "").upper() if one.isalnum()).translate(LIKE)
    if len(letters) != CODE_LETTERS or not set(letters) <= set(LETTERS):
        return ""
    starts = range(0, CODE_LETTERS, CODE_GROUP)
    return "-".join(letters[start : start + CODE_GROUP] for start in starts)


def pack(rows):
    """Rows (id, hash as bytes) in the order of their places, as a seal keeps them."""
    return b"".join(id_.to_bytes(ID_BYTES, "big") + hash_ for id_, hash_ in rows)


def unpack(packed):
    """[(id, hash)] of what ``pack`` gave; what is cut off is left out."""
    step = ID_BYTES + HASH_BYTES
    return [
        (int.from_bytes(packed[at : at + ID_BYTES], "big"), packed[at + ID_BYTES : at + step])
        for at in range(0, len(packed) - step + 1, step)
    ]
