"""Is the translation complete?  po_check.py POT PO [customers]: print what is wrong, a line each.

With the word "customers" the translation has the terms that customers read, and no others.
"""

import re
import sys

import polib
from customer_terms import is_for_customers

# %s, %(name)s, %%, {name}, {{ name }}, what templates fill in, and the tags of translated HTML must
# be the same on both sides.
MARKS = re.compile(
    r"\{\{[^}]*\}\}|\bt-(?:out|field|att-href)=\"[^\"]*\""
    r"|%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdifrgc%]|\{[\w.]*\}|<(/?[\w.]+)"
)
# Odoo's views take none.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def marks(text):
    return sorted(match[0] for match in MARKS.finditer(text))


def check(pot, po, customers=False):
    known = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    for term in filter(is_for_customers, pot) if customers else pot:
        entry = known.pop((term.msgctxt, term.msgid), None)
        if entry is None:
            yield f"not in the translation: {term.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"line {entry.linenum}: marked fuzzy: {term.msgid!r}"
        elif not entry.msgstr:
            yield f"line {entry.linenum}: not translated: {term.msgid!r}"
        elif CONTROL.search(entry.msgstr):
            yield f"line {entry.linenum}: a control character: {term.msgid!r}"
        elif marks(entry.msgstr) != marks(entry.msgid):
            yield f"line {entry.linenum}: placeholders or tags differ: {term.msgid!r}"
    for entry in known.values():
        yield f"line {entry.linenum}: not (or no longer) in the template: {entry.msgid!r}"


if __name__ == "__main__":
    files = polib.pofile(sys.argv[1]), polib.pofile(sys.argv[2])
    for problem in check(*files, customers=sys.argv[3:] == ["customers"]):
        print(problem)
