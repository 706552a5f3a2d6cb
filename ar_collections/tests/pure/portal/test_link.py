"""The personal link of a message, in 31 signs."""

import hashlib
from datetime import date

from odoo.tests import BaseCase, tagged

from ....tools.portal import link

CLAIM = link.Claim(812, 70_001, 3, date(2026, 5, 30), link.bind(7, 9))
DIGEST = hashlib.sha256(link.pack(CLAIM)).digest()


@tagged("post_install", "-at_install")
class TestLink(BaseCase):
    def test_what_it_says_comes_back(self):
        for claim in (
            CLAIM,
            CLAIM._replace(model=0, record=0, version=0, until=link.FIRST_DAY),
            CLAIM._replace(model=2**24 - 1, record=2**32 - 1, version=255, until=date(2199, 6, 6)),
        ):
            token = link.make_token(claim, DIGEST)
            found, signature = link.read_token(token)
            self.assertEqual(found, claim)
            self.assertTrue(link.is_signed(signature, DIGEST))

    def test_it_is_short_and_survives_a_mail_program(self):
        for number in range(500):
            claim = CLAIM._replace(record=number)
            token = link.make_token(claim, hashlib.sha256(link.pack(claim)).digest())
            self.assertEqual(len(token), 31)
            self.assertRegex(token, r"\A[A-Za-z0-9_-]{30}[A-Za-z0-9]\Z")

    def test_versions_begin_anew(self):
        self.assertEqual(
            link.pack(CLAIM._replace(version=3 + link.VERSIONS)),
            link.pack(CLAIM._replace(version=3)),
        )

    def test_each_sign_counts(self):
        """Whatever sign is another one: the token cannot be read, or its signature is wrong."""
        token = link.make_token(CLAIM, DIGEST)
        for place, sign in enumerate(token):
            for other in ("A", "z", "7", "-", "_"):
                if other == sign:
                    continue
                found = link.read_token(token[:place] + other + token[place + 1 :])
                if found:
                    claim, signature = found
                    digest = hashlib.sha256(link.pack(claim)).digest()
                    self.assertFalse(link.is_signed(signature, digest), place)

    def test_what_is_no_token(self):
        token = link.make_token(CLAIM, DIGEST)
        for text in (
            None,
            b"",
            7,
            "",
            "A" * 30,
            "A" * 32,
            token[:-1],
            token + "=",
            token + "A",
            " " + token[1:],
            "é" * 31,
            "=" * 31,
            "+" * 31,
            "\0" * 31,
        ):
            self.assertIsNone(link.read_token(text), text)

    def test_what_it_is_bound_to(self):
        self.assertEqual(link.bind(7, 9), CLAIM.bound)
        self.assertNotEqual(link.bind(7, 8), CLAIM.bound)
        self.assertNotEqual(link.bind(79), CLAIM.bound)
