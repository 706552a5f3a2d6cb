"""Which files become links: the largest first, the letter last, none where all fit."""

import base64

from odoo.tests import BaseCase, tagged

from ....tools.channel.attached import choose_links, encoded

MB = 1024 * 1024


@tagged("post_install", "-at_install")
class TestAttached(BaseCase):
    def test_encoded(self):
        for size in (0, 1, 56, 57, 58, 1000, 99_999):
            lines = base64.encodebytes(b"x" * size).replace(b"\n", b"\r\n")
            self.assertEqual(encoded(size), len(lines), size)

    def test_choose(self):
        cases = (
            ({"letter": MB, "a": MB, "b": 2 * MB}, []),
            ({"letter": MB, "a": 3 * MB, "b": 5 * MB}, ["b"]),
            ({"letter": 5 * MB, "a": 3 * MB, "b": 2 * MB}, ["a"]),
            ({"letter": 6 * MB, "a": 2 * MB, "b": 5 * MB}, ["a", "b"]),
            ({"letter": 8 * MB, "a": 1, "b": 2}, ["letter"]),
            ({"a": 9 * MB}, ["a"]),
            ({}, []),
        )
        for files, links in cases:
            with self.subTest(files):
                self.assertEqual(choose_links(files, 10 * MB, ["letter"]), links)

    def test_base64_counts(self):
        """8 MB are more than 10 MB on their way."""
        self.assertEqual(choose_links({"a": 8 * MB}, 10 * MB), ["a"])
        self.assertEqual(choose_links({"a": 7 * MB}, 10 * MB), [])
