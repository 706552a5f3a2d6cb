"""The same address is the same, however it is written."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.refused import CALL, MAIL, POST, fold, kind_of

SAME = (
    ("A@Example.com", "a@example.com"),
    ("+32 (0)81 81.37-00", "+3281813700"),
    ("0032 81 81 37 00", "+32 81 81 37 00"),
    ("081/81 37 00", "081813700"),
    ("Main  Street 1, 1000 Town", "main street 1, 1000 town"),
)
OTHER = (("+32 81 81 37 00", "081 81 37 00"), ("Street 1, Town", "Street 2, Town"))
KINDS = (
    ("a@example.com", MAIL),
    ("+32 81 81 37 00", CALL),
    ("081/81.37.00", CALL),
    ("Acme, High Street 1, 1000, Town", POST),
    ("Acme @ Work, High Street 1", POST),
)


@tagged("post_install", "-at_install")
class TestRefused(BaseCase):
    def test_same(self):
        for one, other in SAME:
            self.assertEqual(fold(one), fold(other), one)
        for one, other in OTHER:
            self.assertNotEqual(fold(one), fold(other), one)

    def test_kinds(self):
        for address, kind in KINDS:
            self.assertEqual(kind_of(address), kind, address)
