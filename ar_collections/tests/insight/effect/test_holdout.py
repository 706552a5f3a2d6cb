"""Friendly reminders held out by lot: what runs write, and what effects tell of it."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ....tools.dunning.holdout import draw_lot
from ...common import ArCommon

TODAY = "2026-04-30"
DAY = "2026-04-01"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHoldout(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._make_user("holdout_collector", COLLECTOR)
        cls.policy = cls._make_policy(
            {"delay_days": 5, "holdout": True}, 20, holdout_share=50, holdout_days=7
        )
        cls.moves = {}
        for number in range(12):
            partner = cls._make_partner(f"Customer{number}")
            move = cls._make_invoice(partner, 1000, "2026-03-01", "2026-03-25")
            cls.moves[partner] = move
        cls.held = cls._draw(DAY)
        with freeze_time(f"{DAY} 09:00:00"):
            cls.first_run = cls._run(confirm=True)
            cls.first_run.notice_ids._set_sent()
        cls.first_run._settle()
        cls.env.flush_all()

    @classmethod
    def _draw(cls, day):
        """The customers whose lot of a day holds them out."""
        salt, day = cls.policy.sudo().holdout_salt, cls._day(day)
        return {
            partner
            for partner in cls.moves
            if draw_lot(salt, cls.company.id, partner.id, day) < 0.5
        }

    def _lines(self, run=None, **values):
        domain = [("run_id", "=", (run or self.first_run).id)]
        lines = self.env["ar.dunning.run.line"].search(domain)
        return lines.filtered(lambda one: all(one[key] == values[key] for key in values))

    def test_by_lot(self):
        held = self._lines(arm="held_out")
        self.assertEqual(set(held.partner_id), self.held)
        self.assertEqual(set(self.first_run.notice_ids.partner_id), set(self.moves) - self.held)
        self.assertEqual(set(self._lines(arm="reached").partner_id), set(self.moves) - self.held)
        self.assertEqual(set(held.mapped("reason")), {"held_out"})
        self.assertTrue(all("2026-04-08" in one.reason_text for one in held))
        self.assertTrue(all(one.level_id == self.policy.level_ids[0] for one in held))

    def test_it_follows(self):
        with freeze_time("2026-04-07 09:00:00"):
            run = self._run(date="2026-04-07")
        self.assertFalse(run.notice_ids)
        self.assertEqual(set(self._lines(run, reason="held_out").partner_id), self.held)
        self.assertFalse(any(self._lines(run).mapped("arm")))
        with freeze_time("2026-04-08 09:00:00"):
            run = self._run(date="2026-04-08")
        self.assertEqual(set(run.notice_ids.partner_id), self.held)
        self.assertFalse(any(self._lines(run).mapped("arm")))

    def test_a_proposal_that_was_cancelled_holds_nothing_out(self):
        self.first_run.notice_ids.sudo().write({"state": "cancelled"})
        self.first_run.sudo().write({"state": "cancelled"})
        with freeze_time("2026-04-02 09:00:00"):
            run = self._run(date="2026-04-02")
        held = self._lines(run, reason="held_out")
        # Whoever was reminded is not due again; of the others a new lot decides.
        self.assertEqual(set(held.partner_id), self._draw("2026-04-02") & self.held)
        self.assertTrue(all(line.arm == "held_out" for line in held))

    def test_a_person_may_remind_now(self):
        partner = next(iter(self.held))
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        values = {"company_id": self.company.id, "kind": "single", "next_now": True}
        with freeze_time("2026-04-02 09:00:00"):
            run = (
                self.env["ar.dunning.run"]
                .sudo()
                .create({**values, "profile_ids": [(6, 0, profile.ids)]})
            )
            run.action_propose()
        self.assertEqual(run.notice_ids.partner_id, partner)

    def test_simulation_agrees(self):
        with freeze_time("2026-03-31 09:00:00"):
            found = self.env["ar.dunning.run"].simulate(self.company.id, DAY)
        reminded = {notice["partner_id"] for notice in found["notices"]}
        # What has been sent since counts; the others are those that the lot held out.
        self.assertFalse(reminded & {partner.id for partner in self.held})

    def test_effect(self):
        for partner, move in self.moves.items():
            if partner not in self.held:
                self._pay(move, 1000, "2026-04-05")
        self._pay(self.moves[min(self.held, key=lambda one: one.id)], 1000, "2026-04-07")
        effects = self.env["ar.effect"].with_user(self.user)
        [told] = effects.get_holdout(DAY, TODAY, self.company.ids)
        reached, held = len(self.moves) - len(self.held), len(self.held)
        self.assertEqual((told["reached"]["notices"], told["reached"]["paid"]), (reached, reached))
        self.assertEqual((told["held_out"]["notices"], told["held_out"]["paid"]), (held, 1))
        self.assertEqual(told["days"], 6)
        self.assertAlmostEqual(told["gap"], 1 - 1 / held)
        self.assertIn("within 6 days", told["words"])
        action = effects.get_holdout_action(
            DAY, TODAY, self.company.ids, told["policy_id"], "held_out"
        )
        found = self.env["ar.dunning.run.line"].with_user(self.user).search(action["domain"])
        self.assertEqual(set(found.partner_id), self.held)
        for arm in ("reached", "held_out"):
            for what in ("notices", "paid", "running"):
                with self.subTest(arm=arm, what=what):
                    words = (DAY, TODAY, self.company.ids, told["policy_id"], arm, what)
                    action = effects.get_holdout_action(*words)
                    found = self.env["ar.dunning.run.line"].search(action["domain"])
                    self.assertEqual(len(found.profile_id), told[arm][what])
        [told] = effects.get_holdout(DAY, TODAY, self.company.ids, 3)
        self.assertEqual((told["days"], told["held_out"]["paid"]), (3, 0))
        self.assertEqual(effects.get_holdout("2026-04-02", TODAY, self.company.ids), [])

    def test_each_customer_counts_once(self):
        with freeze_time("2026-04-15 09:00:00"):
            run = self._run(date="2026-04-15", confirm=True)
        self.assertTrue(self._lines(run))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ar_dunning_run_line SET arm = 'held_out', policy_id = %s WHERE run_id = %s",
            [self.policy.id, run.id],
        )
        self.env.invalidate_all()
        effects = self.env["ar.effect"].with_user(self.user)
        [told] = effects.get_holdout(DAY, TODAY, self.company.ids)
        held = len(self.held)
        self.assertEqual(told["held_out"]["notices"], held)
        self.assertEqual(told["reached"]["notices"], len(self.moves) - held)
        action = effects.get_holdout_action(
            DAY, TODAY, self.company.ids, told["policy_id"], "held_out"
        )
        lines = self.env["ar.dunning.run.line"].search(action["domain"])
        self.assertEqual(lines.run_id, self.first_run)

    def test_too_early(self):
        effects = self.env["ar.effect"].with_user(self.user)
        with freeze_time("2026-04-05"):
            [told] = effects.get_holdout(DAY, TODAY, self.company.ids)
        self.assertEqual(told["reached"]["notices"], 0)
        self.assertEqual(told["reached"]["running"], len(self.moves) - len(self.held))
        self.assertIn("Too early", told["words"])

    def test_friendly_levels_alone(self):
        first, last = self.policy.level_ids.sorted("delay_days")
        with self.assertRaises(ValidationError):
            last.holdout = True
        for values in (
            {"is_legal": True},
            {"propose_handover": True},
            {"approval": "manager"},
            {"credit_hold": True},
            {"fee_ids": [(0, 0, {"amount": 5})]},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                first.write(values)
                self.env.flush_all()
        for values in ({"holdout_share": 51}, {"holdout_share": -1}, {"holdout_days": 0}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.policy.write(values)

    def test_nobody_chooses_the_lots(self):
        manager = self._make_user("holdout_manager", MANAGER)
        with self.assertRaises(AccessError):
            self.policy.with_user(manager).holdout_salt = "mine"
        with self.assertRaises(AccessError):
            self.policy.with_user(manager).read(["holdout_salt"])
        policy = self.policy.sudo()
        self.assertTrue(policy.holdout_salt)
        self.assertNotEqual(policy.copy().holdout_salt, policy.holdout_salt)
        with self.assertRaises(AccessError):
            self._lines()[:1].with_user(manager).arm = "reached"
