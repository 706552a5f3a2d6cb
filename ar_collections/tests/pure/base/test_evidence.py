"""The seal of an answer: the same for the same facts, another for any other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.base.evidence import (
    find_changes,
    fingerprint,
    name_file,
    read_sealed,
    seal,
    write_canonical,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
FACTS = st.dictionaries(st.text(min_size=1, max_size=4), PLAIN, max_size=5)
NAMES = st.sampled_from(["scan.pdf", "slip.pdf", "对账.pdf"])
FILES = st.lists(st.builds(name_file, NAMES, st.binary(min_size=1, max_size=2)), max_size=4)


@tagged("post_install", "-at_install")
class TestEvidence(BaseCase):
    def test_order_of_names_does_not_matter(self):
        one = write_canonical({"b": 1, "a": {"d": "对账", "c": None}})
        self.assertEqual(one, '{"a":{"c":null,"d":"对账"},"b":1}')
        self.assertEqual(one, write_canonical({"a": {"c": None, "d": "对账"}, "b": 1}))

    def test_what_has_no_canonical_form(self):
        for value in (1.0, b"raw", object(), {1: "x"}, [1.5], {"a": {"b": 0.1}}):
            with self.subTest(value=value), self.assertRaises(TypeError):
                write_canonical({"fact": value})

    def test_fingerprints(self):
        self.assertEqual(fingerprint("abc"), fingerprint(b"abc"))
        self.assertEqual(fingerprint(""), "")
        self.assertEqual(fingerprint(None), "")
        self.assertTrue(fingerprint("abc").startswith("ba7816bf8f01cfea"), "SHA-256")

    def test_a_text_that_was_not_sealed(self):
        text = write_canonical({"who": "Ann"})
        self.assertEqual(read_sealed(text, seal(text)), {"who": "Ann"})
        self.assertIsNone(read_sealed(text.replace("Ann", "Eve"), seal(text)))
        self.assertIsNone(read_sealed(text, ""))
        self.assertIsNone(read_sealed("", seal(text)))

    def test_changes_are_told(self):
        scan, slip = name_file("scan.pdf", b"1"), name_file("slip.pdf", b"2")
        before = {"who": "Ann", "files": [scan, slip], "balance": "10.00", "none": []}
        self.assertEqual(find_changes(before, before), [])
        cases = [
            ({"who": "Eve"}, [("who", "changed", "")]),
            ({"files": [slip]}, [("files", "gone", "scan.pdf")]),
            (
                {"files": [name_file("scan.pdf", b"3"), slip]},
                [("files", "file_changed", "scan.pdf")],
            ),
            (
                {"files": [scan, slip, name_file("more.pdf", b"3")]},
                [("files", "added", "more.pdf")],
            ),
            ({"files": [slip, scan]}, []),
            ({"files": []}, [("files", "gone", "scan.pdf"), ("files", "gone", "slip.pdf")]),
            ({"none": [{"cause": "paid"}]}, [("none", "changed", "")]),
            ({"more": 1}, [("more", "changed", "")]),
        ]
        for change, told in cases:
            with self.subTest(change=change):
                self.assertEqual(find_changes(before, {**before, **change}), told)

    @settings(max_examples=200, deadline=None)
    @given(FACTS, FACTS)
    def test_the_seal_is_the_same_for_the_same_facts_alone(self, one, other):
        # In Python True is 1 and [] is not (): what was written is compared.
        same = write_canonical(one) == write_canonical(other)
        self.assertEqual(seal(write_canonical(one)) == seal(write_canonical(other)), same)
        read = read_sealed(write_canonical(one), seal(write_canonical(one)))
        self.assertEqual(find_changes(read, one), [])

    @settings(max_examples=200, deadline=None)
    @given(FILES, FILES)
    def test_every_file_is_accounted_for(self, before, after):
        found = find_changes({"files": before}, {"files": after})
        gone = sum(what == "gone" for _fact, what, _name in found)
        added = sum(what == "added" for _fact, what, _name in found)
        self.assertEqual(len(before) - gone + added, len(after))
        same = sorted(map(str, before)) == sorted(map(str, after))
        self.assertEqual(not found, same)
