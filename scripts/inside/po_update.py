"""Bring translation files up to date.

po_update.py tidy RAW POT        write the exported terms as a template with a stable header
po_update.py merge POT PO LANG   bring a translation up to date, keeping what is translated; with
                                 the word "customers" after it the terms that customers read alone
po_update.py compare RAW POT     print the terms that differ, a line each
"""

import sys
from pathlib import Path

import polib
from customer_terms import is_for_customers, places_of_customers

HEADER = (
    "Translation of Odoo Server.\n"
    "This file contains the translation of the following modules:\n"
    "\t* {module}"
)

PLURALS = {
    "zh_CN": "nplurals=1; plural=0;",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
}


def metadata(language=""):
    """A header without dates, so that only changed terms show in a diff."""
    return {
        "Project-Id-Version": "Odoo Server 19.0",
        "Report-Msgid-Bugs-To": "",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, ""),
    }


def new_file(module, language=""):
    file = polib.POFile(wrapwidth=78)
    file.header = HEADER.format(module=module)
    file.metadata = metadata(language)
    return file


def copy_of(term, msgstr=""):
    """The term without the numbers of lines, which change with every edit."""
    return polib.POEntry(
        msgctxt=term.msgctxt,
        msgid=term.msgid,
        msgstr=msgstr,
        comment=term.comment,
        occurrences=sorted({(name, line and "0") for name, line in term.occurrences}),
        flags=[flag for flag in term.flags if flag != "fuzzy"],
    )


def key(term):
    return (term.msgctxt or "", term.msgid)


def tidy(raw, pot):
    source = polib.pofile(raw)
    result = new_file(Path(pot).stem)
    result.extend(copy_of(term) for term in sorted(source, key=key) if term.msgid)
    result.save(pot)


def merge(pot, po, language, only=""):
    known = {}
    if Path(po).exists():
        known = {key(entry): entry for entry in polib.pofile(po) if not entry.obsolete}
    result = new_file(Path(pot).stem, language)
    for term in polib.pofile(pot):
        if only and not is_for_customers(term):
            continue
        old = known.get(key(term))
        entry = copy_of(term, old.msgstr if old else "")
        if only:
            # Elsewhere, on a screen of ours, one translated word among English ones would be odd.
            entry.occurrences = places_of_customers(entry)
        if old and old.tcomment:
            entry.tcomment = old.tcomment
        if old and "fuzzy" in old.flags:
            entry.flags.append("fuzzy")
        result.append(entry)
    result.save(po)
    print(f"{len(result.translated_entries())} of {len(result)} terms are translated")


def compare(raw, pot):
    now = {key(term) for term in polib.pofile(raw) if term.msgid}
    then = {key(term) for term in polib.pofile(pot)} if Path(pot).exists() else set()
    for _context, text in sorted(now - then):
        print(f"new in the source: {text!r}")
    for _context, text in sorted(then - now):
        print(f"no longer in the source: {text!r}")


if __name__ == "__main__":
    {"tidy": tidy, "merge": merge, "compare": compare}[sys.argv[1]](*sys.argv[2:])
