"""Two texts of a level, by lot; and the best way to a customer."""

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import ArCommon

TODAY = "2026-04-30"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestTextTest(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("text_manager", MANAGER)
        cls.user = cls._make_user("text_collector", COLLECTOR)
        cls.policy = cls._make_policy(5, 30)
        cls.level = cls.policy.level_ids.sorted("delay_days")[0]
        cls.level.sms_text = "Please pay {{ text_total }}"
        cls.moves = {}
        for number in range(12):
            partner = cls._make_partner(f"Reader{number}")
            cls.moves[partner] = cls._make_invoice(partner, 100, "2026-03-01", "2026-03-25")
        cls.test = (
            cls.env["ar.text.test"]
            .with_user(cls.manager)
            .create({"name": "Amount first", "level_id": cls.level.id, "channel": "sms"})
        )

    @classmethod
    def _start(cls):
        cls.env["ar.dunning.level.wording"].create(
            {"level_id": cls.level.id, "tone": "trial", "sms_text": "{{ text_total }} is open"}
        )
        with freeze_time("2026-04-01"):
            cls.test.action_start()

    def _send(self, way="sms"):
        with freeze_time("2026-04-02 09:00:00"):
            notices = self._remind()
        for notice in notices:
            self.env["ar.dispatch"].sudo().create({"notice_id": notice.id, "channel": way})
        notices.dispatch_ids.sudo()._move_to("sent")
        return notices

    def test_it_needs_a_text(self):
        with self.assertRaisesRegex(UserError, "no trial text"):
            self.test.action_start()
        self._start()
        self.assertEqual((self.test.state, str(self.test.date_from)), ("running", "2026-04-01"))
        with self.assertRaises(UserError):
            self.test.unlink()
        with self.assertRaises(AccessError):
            self.test.with_user(self.user).action_end()

    def test_by_lot(self):
        self._start()
        notices = self._send()
        arms = {
            arm: notices.filtered(lambda one, a=arm: one.tone == a) for arm in ("neutral", "trial")
        }
        for notice in arms["neutral"]:
            self.assertEqual(notice.tone_reason, f"text_a:{self.test.id}")
            self.assertIn("usual one", notice.tone_why)
        for notice in arms["trial"]:
            self.assertEqual(notice.tone_reason, f"text_b:{self.test.id}")
        self.assertEqual(sum(map(len, arms.values())), 12)
        for notice in notices:
            arm = "b" if notice.tone == "trial" else "a"
            self.assertEqual(self.test._draw_arm(notice.partner_id.id), arm)
        [text] = self.level._render_text("sms_text", arms["trial"][:1]).values()
        self.assertIn("is open", text)
        self.assertEqual(
            (self.test.customers_a, self.test.customers_b),
            tuple(len(arms[arm]) for arm in ("neutral", "trial")),
        )
        for notice in arms["trial"]:
            self._pay(self.moves[notice.partner_id], 100, "2026-04-08")
        self.env.invalidate_all()
        self.assertIn("Text B is ahead.", self.test.result)
        self.assertIn(f"{len(arms['trial'])} of {len(arms['trial'])}", self.test.share_b)
        action = self.test.action_view_b()
        found = self.env["ar.dunning.notice"].search(action["domain"])
        self.assertEqual(found, arms["trial"])

    def test_other_ways_and_tones(self):
        self._start()
        self.assertIn("Too early", self.test.result)
        chosen = self._send("email")
        self.env.invalidate_all()
        self.assertEqual((self.test.customers_a, self.test.customers_b), (0, 0))
        self.assertTrue(chosen)

    def test_after_the_end(self):
        self._start()
        self.test.action_end()
        notices = self._send()
        self.assertEqual(set(notices.mapped("tone")), {"neutral"})
        self.assertNotIn("text_a", " ".join(notices.mapped("tone_reason")))

    def test_one_at_a_time(self):
        self._start()
        other = self.test.copy({"name": "Another"})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            other.action_start()

    # -- the best way ------------------------------------------------------------------

    def _tell(self, partner, ways, hours=()):
        """Notices by these ways, a month apart, paid if the way is in capitals; sent at these
        hours (UTC)."""
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        for number, way in enumerate(ways):
            day = f"2025-{number + 2:02}-01"
            move = self._make_invoice(partner, 10, day, day)
            line = self._receivable(move)
            notice = (
                self.env["ar.dunning.notice"]
                .sudo()
                .create(
                    {
                        "name": f"W/{partner.id}/{number}",
                        "profile_id": profile.id,
                        "partner_id": partner.id,
                        "company_id": self.company.id,
                        "currency_id": self.company.currency_id.id,
                        "level_id": self.level.id,
                        "date": day,
                        "state": "sent",
                        "sent_date": f"{day} {(hours or [12] * len(ways))[number]:02}:10:00",
                        "line_ids": [
                            (
                                0,
                                0,
                                {
                                    "company_id": self.company.id,
                                    "currency_id": self.company.currency_id.id,
                                    "move_line_id": line.id,
                                    "level_id": self.level.id,
                                    "amount": 10,
                                    "amount_company": 10,
                                    "date": day,
                                    "state": "sent",
                                },
                            )
                        ],
                    }
                )
            )
            self.env["ar.dispatch"].sudo().create(
                {"notice_id": notice.id, "channel": way.lower(), "state": "sent"}
            )
            if way.isupper():
                self._pay(move, 10, f"2025-{number + 2:02}-03")
        self.env.flush_all()
        self.env.registry.clear_cache()
        return profile

    def test_advice(self):
        profile = self._tell(
            self.partner, ["email", "email", "email", "LETTER", "LETTER", "LETTER"]
        )
        self.assertEqual(profile.advised_channel, "letter")
        self.assertIn("of 3 reminders 3 were paid within 7 days", profile.way_advice)
        self.assertIn("Now it is", profile.way_advice)
        profile.with_user(self.user).action_follow_advice()
        self.assertEqual(profile.preferred_channel, "letter")
        self.assertFalse(profile.advised_channel)
        self.assertFalse(profile.hour_advice)
        self.assertFalse(profile.advised_hour)
        self.assertIn("As suggested", str(profile.message_ids[:1].body))
        with self.assertRaises(UserError):
            profile.with_user(self.user).action_follow_advice()

    def test_hour(self):
        """Sent at 7 and at 15 UTC; in Chicago, it is 10 there as clocks go now."""
        self.partner.tz = "America/Chicago"
        profile = self._tell(
            self.partner, ["email", "email", "email", "EMAIL", "EMAIL", "EMAIL"], [7] * 3 + [15] * 3
        )
        self.assertEqual(profile.advised_hour, 10.0)
        self.assertIn("Of 3 reminders sent from 10:00", profile.hour_advice)
        self.assertIn("3 were paid within 7 days", profile.hour_advice)
        profile.with_user(self.user).action_follow_hour()
        self.assertEqual((profile.preferred_hour, profile.advised_hour), (10.0, 0.0))
        self.assertIn("As suggested", str(profile.message_ids[:1].body))
        with self.assertRaises(UserError):
            profile.with_user(self.user).action_follow_hour()

    def test_no_advice_of_little(self):
        profile = self._tell(self.partner, ["email", "LETTER", "LETTER"])
        self.assertFalse(profile.way_advice)
        self.assertFalse(profile.advised_channel)
        self.assertFalse(profile.hour_advice)
        self.assertFalse(profile.advised_hour)
