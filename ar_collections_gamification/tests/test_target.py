"""Targets become challenges; badges are granted once for each period and member."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.ar_collections.tests.common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestTargetGame(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.ar_gamification = True
        cls.anna = cls._make_user("anna", COLLECTOR)
        cls.bob = cls._make_user("bob", COLLECTOR)
        cls.badges = cls.env["gamification.badge.user"]
        cls.reached = cls.env.ref("ar_collections_gamification.badge_reached")
        cls.best = cls.env.ref("ar_collections_gamification.badge_best")
        # Of 1000 Anna collects 800, Bob of 500 collects 300.
        for user, name, amount, paid in (
            (cls.anna, "Alpha", 1000, 800),
            (cls.bob, "Beta", 500, 300),
        ):
            partner = cls._make_partner(name)
            invoice = cls._make_invoice(partner, amount, date="2026-01-05", due="2026-02-01")
            cls.env["ar.profile"].get_or_create(partner, cls.company).collector_id = user
            cls._pay(invoice, paid, "2026-03-01")

    def _target(self, user, amount, **values):
        values = {"year": 2026, "period": "q1", **values}
        return self.env["ar.target"].create(
            {"user_id": user.id, "company_id": self.company.id, "amount": amount, **values}
        )

    def _night(self, day="2026-03-31"):
        with freeze_time(f"{day} 03:00:00"), self.enter_registry_test_mode():
            self.env.ref("ar_collections_gamification.ir_cron_target").method_direct_trigger()
        self.env.invalidate_all()

    def _granted(self, badge):
        return self.badges.search([("badge_id", "=", badge.id)]).user_id

    def _challenge(self):
        return self.env["gamification.challenge"].search([("ar_company_id", "=", self.company.id)])

    def test_challenge_and_goals(self):
        self._target(self.anna, 1000)
        self._night()
        challenge = self._challenge()
        self.assertEqual((challenge.state, challenge.user_ids), ("inprogress", self.anna))
        self.assertEqual((str(challenge.start_date), str(challenge.end_date))[1], "2026-03-31")
        goal = self.env["gamification.goal"].search([("challenge_id", "=", challenge.id)])
        self.assertEqual((goal.current, goal.state), (80.0, "inprogress"))
        self.assertEqual(goal.with_user(self.anna).completeness, 80.0)
        # Another member, and nothing twice.
        self._target(self.bob, 300)
        self._night()
        self.assertEqual(self._challenge(), challenge)
        goals = self.env["gamification.goal"].search([("challenge_id", "=", challenge.id)])
        self.assertEqual(
            {one.user_id: (one.current, one.state) for one in goals},
            {self.anna: (80.0, "inprogress"), self.bob: (100.0, "reached")},
        )

    def test_badge_of_who_reached_it_once(self):
        self._target(self.anna, 1000)
        self._target(self.bob, 300)
        self._night("2026-04-03")
        self.assertFalse(self._granted(self.reached), "Money of the last days is still matched")
        for day in ("2026-04-05", "2026-04-06"):
            self._night(day)
            self.assertEqual(self._granted(self.reached), self.bob)
        self.assertEqual(len(self.badges.search([("badge_id", "=", self.reached.id)])), 1)
        self.assertEqual(
            self.badges.search([("user_id", "=", self.bob.id)], limit=1).ar_period, "2026-q1"
        )

    def test_badge_of_the_team(self):
        self.bob.ar_lead_id = self.anna
        self._target(self.anna, 1100, for_team=True)
        self._night("2026-04-05")
        self.assertEqual(self._granted(self.reached), self.anna | self.bob)
        self.assertFalse(self._challenge())

    def test_best_cei_once(self):
        for day in ("2026-04-04", "2026-04-05", "2026-04-06"):
            self._night(day)
        self.assertEqual(self._granted(self.best), self.anna)
        self.assertEqual(len(self.badges.search([("badge_id", "=", self.best.id)])), 1)

    def test_too_late_for_badges(self):
        self._target(self.bob, 300)
        self._night("2026-06-20")
        self.assertFalse(self._granted(self.best) | self._granted(self.reached))

    def test_quarter_before_new_year(self):
        for today, wanted in (
            ("2026-01-05", ("2025-10-01", "2025-12-31", "2025-q4")),
            ("2026-03-31", ("2025-10-01", "2025-12-31", "2025-q4")),
            ("2026-04-01", ("2026-01-01", "2026-03-31", "2026-q1")),
            ("2026-12-31", ("2026-07-01", "2026-09-30", "2026-q3")),
        ):
            with freeze_time(today):
                found = self.env["ar.target"]._get_last_quarter(self.company._ar_today())
            self.assertEqual(tuple(map(str, found)), wanted)

    def test_switched_off(self):
        self.company.ar_gamification = False
        self._target(self.bob, 300)
        self._night()
        self._night("2026-04-05")
        self.assertFalse(self._challenge() | self.env["gamification.challenge"])
        self.assertFalse(self._granted(self.reached))

    def test_nobody_grants_or_marks_them(self):
        mine = self.badges.with_user(self.anna)
        with self.assertRaises(UserError):
            mine.create({"badge_id": self.reached.id, "user_id": self.anna.id})
        other = self.env["gamification.badge"].create({"name": "Kind"})
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            mine.create({"badge_id": other.id, "user_id": self.bob.id, "ar_period": "2026-q1"})
        self.assertIn(
            "ar_collections_gamification.ir_cron_target", self.env["ar.check"]._get_jobs()
        )
