"""Nothing that people read stands in a screen in one language alone.

Odoo takes the words of a template by itself, and those of a script from ``_t``; what stands in an
expression, or in a plain attribute of a component, is taken by nobody.
"""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from odoo.tests import BaseCase

ADDONS = Path(__file__).parents[4]
COMMENT = re.compile(r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*", re.DOTALL | re.MULTILINE)
LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")
# What stands before a literal that is translated, or compared with the name of a key.
FINE_BEFORE = re.compile(r"(\b_t\(\s*|\bev\.key === )$")
# Two words, or one with a capital letter; names of classes have hyphens or underscores.
WORDS = re.compile(r"^[A-Z][a-z]+(?=$|[ .,:…!?])|[A-Za-z]{2,} [a-z]{2,}")
NAMES = re.compile(r"\w[-_]\w")
# Attributes that are read; with expressions in them they are not translated.
READ = re.compile(r"t-attf-(title|label|placeholder|alt|data-tooltip|aria-\w+)")
LINK = re.compile(r"\[.+\]\(.+\)")
# A table of a spreadsheet with its own headings, which are never translated.
PIVOT_WITH_HEADINGS = re.compile(r"=PIVOT\((?!\d+, \d+, \w+, FALSE, \d+, FALSE\))")


def are_words(text):
    return bool(WORDS.search(text)) and not NAMES.search(text)


def find_in_script(source):
    """Literals of a script that are words and not translated."""
    source = COMMENT.sub("", source)
    return [
        found.group()[1:-1]
        for found in LITERAL.finditer(source)
        if are_words(found.group()[1:-1]) and not FINE_BEFORE.search(source, 0, found.start())
    ]


def find_in_template(root):
    """Words in the expressions of a template, or in attributes of components."""
    strange = []
    for node in root.iter():
        for name, value in node.attrib.items():
            strange += [one for one in re.findall(r"'([^']*)'", value) if are_words(one)]
            if READ.fullmatch(name) and re.search(r"[A-Za-z]{2,}", re.sub(r"{{.*?}}", "", value)):
                strange.append(value)
            plain = not name.startswith("t-") and not name.endswith(".translate")
            if plain and node.tag[0].isupper() and "'" not in value and are_words(value):
                strange.append(value)
    return [one for one in strange if one not in ("Enter", "Escape")]


def find_in_spreadsheet(data):
    """Cells of a dashboard that are neither formulas nor links."""
    cells = [cell for sheet in data["sheets"] for cell in sheet["cells"].values()]
    return [
        cell
        for cell in cells
        if PIVOT_WITH_HEADINGS.search(cell)
        or (not (cell.startswith("=") or LINK.fullmatch(cell)) and are_words(cell))
    ]


class TestScreenWords(BaseCase):
    def test_what_is_found(self):
        script = """
            // It's fine.
            const one = "No customer"; const two = _t("No customer"); const three = "text-danger x";
            if (ev.key === "Enter") { this.name = `Total`; }  /* "Never read" */
        """
        self.assertEqual(find_in_script(script), ["No customer", "Total"])
        template = ElementTree.fromstring(
            """<t><b title="A title" t-att-title="row ? 'All customers' : ''" t-out="'btn-link'"/>
            <i t-attf-title="{{ a.bar }}: {{ b }}"/><i t-attf-aria-label="{{ n }} open"/>
            <Dialog title="Open items" text.translate="Some words" size="'md'"/></t>"""
        )
        self.assertEqual(
            find_in_template(template), ["All customers", "{{ n }} open", "Open items"]
        )
        cells = {"A1": "Overdue", "A2": '=_t("Overdue")', "A3": "=PIVOT(1, 10, FALSE, FALSE)"}
        found = find_in_spreadsheet({"sheets": [{"cells": cells}]})
        self.assertEqual(found, ["Overdue", "=PIVOT(1, 10, FALSE, FALSE)"])

    def test_all_words_are_translated(self):
        strange, read = [], 0
        for pattern, find in (
            ("static/src/**/*.js", lambda path: find_in_script(path.read_text())),
            ("static/src/**/*.xml", lambda path: find_in_template(ElementTree.parse(path))),
            (
                "data/files/*_dashboard.json",
                lambda path: find_in_spreadsheet(json.loads(path.read_text())),
            ),
        ):
            for path in sorted(ADDONS.glob(f"ar_collections*/{pattern}")):
                strange += [f"{path.relative_to(ADDONS)}: {words}" for words in find(path)]
                read += 1
        self.assertGreater(read, 20)
        self.assertFalse(strange, "Words that are shown in one language alone")
