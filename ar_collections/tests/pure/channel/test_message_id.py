"""Message-IDs that are made of what is said."""

import re

from odoo.tests import BaseCase, tagged

from ....tools.channel.message_id import derive


@tagged("post_install", "-at_install")
class TestMessageId(BaseCase):
    def test_same_and_other(self):
        said = ("uuid", "ar.dunning.notice", [1, 2], 0, "a@example.com", "Reminder", "<p>Pay</p>")
        first = derive(said, "7-ar.profile", "example.com")
        self.assertEqual(derive(said, "7-ar.profile", "example.com"), first)
        self.assertTrue(
            re.fullmatch(r"<[0-9a-f]{40}-openerp-7-ar\.profile@example\.com>", first), first
        )
        others = {
            derive((*said[:place], "other", *said[place + 1 :]), "7-ar.profile", "example.com")
            for place in range(len(said))
        }
        self.assertEqual(len(others | {first}), len(said) + 1)
        self.assertTrue(derive(said, "7-ar.profile", "").endswith("@localhost>"))
