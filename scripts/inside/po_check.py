"""Is the translation complete?  po_check.py POT PO: print what is wrong, a line each."""

import re
import sys

import polib

# %s, %(name)s, %%, {name}, and the tags of translated HTML must be the same on both sides.
MARKS = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdifrgc%]|\{[\w.]*\}|<(/?[\w.]+)")


def marks(text):
    return sorted(match[0] for match in MARKS.finditer(text))


def check(pot, po):
    known = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    for term in pot:
        entry = known.pop((term.msgctxt, term.msgid), None)
        if entry is None:
            yield f"not in the translation: {term.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"line {entry.linenum}: marked fuzzy: {term.msgid!r}"
        elif not entry.msgstr:
            yield f"line {entry.linenum}: not translated: {term.msgid!r}"
        elif marks(entry.msgstr) != marks(entry.msgid):
            yield f"line {entry.linenum}: placeholders or tags differ: {term.msgid!r}"
    for entry in known.values():
        yield f"line {entry.linenum}: no longer in the source: {entry.msgid!r}"


if __name__ == "__main__":
    for problem in check(polib.pofile(sys.argv[1]), polib.pofile(sys.argv[2])):
        print(problem)
