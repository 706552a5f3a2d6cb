"""Placeholders that cannot be filled in are named."""

from odoo.tests import BaseCase

from ....tools.channel.placeholders import (
    BROKEN,
    UNKNOWN,
    fill,
    find_fault,
    find_unknown_field,
    names_in,
)

ALLOWED = ("text_total", "text_days")
RIGHT = (
    "",
    None,
    "Please pay.",
    "{{ text_total }} and {{text_days}}",
    "<p>{{&nbsp;text_total }}</p>",
    "<p style='width: {1}'>50 % { or } of 1</p>",
    "{ a brace alone }",
)
UNKNOWNS = (
    ("{{ text_sum }}", "text_sum"),
    ("{{ text_total }} {{ object.text_total }}", "object.text_total"),
    ("<p>{{ name }}</p>", "name"),
)
BROKENS = (
    "{{ text_total }",
    "{ text_total }}",
    "{text_total}",
    "{ text_total }",
    "{{ text total }}",
    "{{ text_total | upper }}",
    "{{ }}",
    "${object.text_total}",
    "{% if text_total %}",
    "<p>{{ <b>text_</b>total }} }}</p>",
    "}}",
)


class TestPlaceholders(BaseCase):
    def test_right(self):
        for text in RIGHT:
            with self.subTest(text=text):
                self.assertIsNone(find_fault(text, ALLOWED))

    def test_unknown(self):
        for text, name in UNKNOWNS:
            with self.subTest(text=text):
                self.assertEqual(find_fault(text, ALLOWED), (UNKNOWN, name))

    def test_broken(self):
        for text in BROKENS:
            with self.subTest(text=text):
                fault = find_fault(f"Dear customer, please pay {text} today", ALLOWED)
                self.assertEqual(fault.kind, BROKEN)
                self.assertIn("pay", fault.words)
                self.assertNotIn("<", fault.words)
                self.assertLess(len(fault.words), 60)

    def test_fill(self):
        texts = {"text_total": "1,000.00", "text_days": 0}
        self.assertEqual(fill("{{ text_total }}|{{text_sum}}|{{ text_days }}", texts), "1,000.00||")
        self.assertEqual(names_in("{{ a }} {{b}} {c}"), {"a", "b"})

    def test_fields_of_templates(self):
        source = '<t t-out="object.text_total"/> {{ object.name }} <a t-att-href="my_object.x"/>'
        self.assertEqual(find_unknown_field(source, {"text_total", "name"}), "")
        self.assertEqual(find_unknown_field(source, {"name"}), "object.text_total")
        self.assertEqual(find_unknown_field(None, set()), "")
