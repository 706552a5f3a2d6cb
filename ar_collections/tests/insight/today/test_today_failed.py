"""The tile of messages that did not arrive is worked to zero, in each way."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...channel.common import TODAY, ArChannelCommon

GROUP = "ar_collections.ar_collections_group_"


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestTodayFailed(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A policy of e-mails alone.
        cls.policy = cls._make_policy(3, 14, sequence=0)
        for level in cls.policy.level_ids:
            level.channel_ids = [Command.clear(), Command.create({"channel": "email"})]

    def _statement(self, name="Alpha"):
        """What bounced of a message that is no reminder; nobody tries another way."""
        partner = self._make_debtor(name)
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        call = self.env["ar.talk"]._begin(profile)
        call._move_to("cancelled")
        return self._lose(call._get_message(), partner)

    def _lose(self, message, partner):
        """An e-mail about ``message`` that came back."""
        dispatch = (
            self.env["ar.dispatch"]
            .sudo()
            .create(
                {
                    "res_model": message._name,
                    "res_id": message.id,
                    "profile_id": message.profile_id.id,
                    "channel": "email",
                    "recipient": partner.email,
                    "contact_id": partner.id,
                }
            )
        )
        dispatch._move_to("leaving")
        dispatch._move_to("bounced", error="Gone")
        message.profile_id._mark_contact("email")
        return dispatch

    def _told(self, user=None):
        today = self.env["ar.today"].with_user(user or self.collector)
        action = today.get_tile_action("messages_failed", "all")
        page = today.get_today("all")
        tiles = [tile for section in page["sections"] for tile in section["tiles"]]
        (tile,) = (one for one in tiles if one["code"] == "messages_failed")
        found = self.env["ar.dispatch"].search(action["domain"])
        self.assertEqual(len(found), tile["number"])
        return found

    def test_an_address_that_was_corrected(self):
        dispatch = self._statement()
        self.assertEqual(self._told(), dispatch)
        partner = dispatch.contact_id
        dispatch.profile_id.with_user(self.collector)._correct_contact(
            partner, email="right@example.com"
        )
        self.assertFalse(self._told())

    def test_an_address_that_was_verified(self):
        dispatch = self._statement()
        dispatch.profile_id.with_user(self.collector).action_verify_contact()
        self.assertFalse(self._told())
        # It comes back again, on the same day.
        dispatch.profile_id._mark_contact("email")
        self.assertEqual(self._told(), dispatch)

    def test_another_way(self):
        dispatch = self._statement()
        other = (
            self.env["ar.dispatch"]
            .sudo()
            .create(
                {
                    "res_model": dispatch.res_model,
                    "res_id": dispatch.res_id,
                    "profile_id": dispatch.profile_id.id,
                    "channel": "letter",
                    "recipient": "Somewhere",
                }
            )
        )
        for state, told in (("queued", False), ("sent", False), ("bounced", True)):
            if state != "queued":
                other._move_to(state)
            with self.subTest(state=state):
                self.assertEqual(dispatch in self._told(), told)

    def test_seen_to(self):
        dispatch = self._statement()
        biller = self._make_user("failed biller", "account.group_account_invoice", self.company)
        with self.assertRaises(AccessError):
            dispatch.with_user(biller).action_see_to()
        with self.assertRaises(AccessError):
            dispatch.with_user(self.collector).seen_to_on = False
        mine = dispatch.with_user(self.collector)
        mine.action_see_to()
        mine.action_see_to()
        self.assertEqual(dispatch.seen_to_by_id, self.collector)
        said = dispatch.profile_id.message_ids.filtered(lambda one: "has seen to it" in one.body)
        self.assertEqual(len(said), 1, "twice is once")
        self.assertEqual(said.author_id, self.collector.partner_id)
        self.assertFalse(self._told())
        other = self._statement("Beta")
        call = self.env["ar.talk"]._begin(other.profile_id).sudo()
        with self.assertRaisesRegex(UserError, "has not failed"):
            call.with_user(self.collector).action_see_to()

    def test_one_that_is_unknown_is_told_until_somebody_knows(self):
        dispatch = self._statement()
        self.env.flush_all()
        self.env.cr.execute("UPDATE ar_dispatch SET state='unknown' WHERE id=%s", dispatch.ids)
        self.env.invalidate_all()
        self.assertEqual(self._told(), dispatch)
        dispatch.with_user(self.collector).action_mark_arrived()
        self.assertFalse(self._told())

    def test_reminders_have_a_tile_of_their_own(self):
        """Failed as a whole it stands there; tried again, or left out, it is nowhere."""
        notice = self._remind(self._make_debtor("Gamma"))
        notice.dispatch_ids._set_undelivered("bounced", "Gone")
        self.assertEqual(notice.state, "failed")
        self.assertFalse(self._told())
        notice.with_user(self.collector).action_retry()
        self.assertEqual(notice.state, "queued")
        self.assertFalse(self._told())
        notice._leave_out("Talks")
        self.assertEqual(notice.state, "cancelled")
        self.assertFalse(self._told())
