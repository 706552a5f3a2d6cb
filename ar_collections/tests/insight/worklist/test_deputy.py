"""A deputy from tile to call; tasks that change hands and come back."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...channel.common import TODAY, ArChannelCommon

GROUP = "ar_collections.ar_collections_group_"
UNTIL = "2026-04-03"
AFTER = "2026-04-04 12:00:00"


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestDeputy(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dora = cls._make_collector("Dora Deputy", "dora@example.com")
        cls.erna = cls._make_collector("Erna Extra", "erna@example.com")
        for level in cls.levels:
            level.channel_ids = [
                Command.clear(),
                Command.create({"channel": "call", "usage": "always"}),
            ]

    def _call(self, name, amount=300, **values):
        partner = self._make_debtor(name, days_late=20, amount=amount, **values)
        account = self.env["ar.profile"].get_or_create(partner, self.company)
        account.collector_id = self.collector
        return self._remind(partner).dispatch_ids

    def _absence(self, user=None, deputy=None, **values):
        return self.env["ar.absence"].create(
            {
                "user_id": (user or self.collector).id,
                "deputy_id": (deputy or self.dora).id,
                "date_to": UNTIL,
                **values,
            }
        )

    def _tile(self, user, code="calls", scope="mine"):
        page = self.env["ar.today"].with_user(user).get_today(scope)
        tiles = [tile for section in page["sections"] for tile in section["tiles"]]
        return next(tile["number"] for tile in tiles if tile["code"] == code)

    def _come_back(self):
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *args, **options: float("inf")):
            self.env["ar.absence"]._cron_hand_over()

    # -- calls -------------------------------------------------------------------------

    def test_from_tile_to_call(self):
        alpha, beta = self._call("Alpha", 300), self._call("Beta", 900)
        dispatches = self.env["ar.dispatch"].with_user(self.dora)
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            dispatches.action_call_next()
        self.assertFalse(dispatches.search([("for_me", "=", True)]))
        self._absence()
        self.assertEqual(self._tile(self.dora), 2)
        action = self.env["ar.today"].with_user(self.dora).get_tile_action("calls", "mine")
        self.assertEqual(dispatches.search(action["domain"]), alpha | beta)
        mine = dispatches.search([("for_me", "=", True)])
        self.assertEqual(mine, alpha | beta)
        self.assertTrue(all(mine.mapped("for_me")))
        action = dispatches.action_call_next()
        for call in (beta, alpha):
            self.assertEqual(action["context"]["default_dispatch_id"], call.id)
            wizard = self.env["ar.dispatch.log_call"].with_user(self.dora)
            wizard = wizard.with_context(**action["context"])
            action = wizard.create({"outcome": "refuses"}).action_log()
        self.assertEqual(self._tile(self.dora), 0)
        self.assertEqual(alpha.collector_id, self.collector, "the customer stays hers")

    def test_deputies_of_deputies_and_other_companies(self):
        call = self._call("Alpha")
        self._absence()
        own = self._absence(self.dora, self.erna)
        self.assertEqual((self._tile(self.erna), self._tile(self.dora)), (1, 0))
        dispatches = self.env["ar.dispatch"].with_user(self.erna)
        self.assertEqual(dispatches.search([("for_me", "=", True)]), call)
        self.assertEqual(call.activity_id.user_id, self.erna)
        # Who is of another company is of no use.
        foreign = self._make_user(
            "foreign", f"{GROUP}collector", self.env["res.company"].create({"name": "Foreign"})
        )
        own.deputy_id = foreign
        self.assertEqual(call.activity_id.user_id, self.collector)
        self.assertEqual((self._tile(self.erna), self._tile(self.collector)), (0, 1))

    def test_the_team_of_a_lead(self):
        self._call("Alpha")
        boss = self._make_user("boss", f"{GROUP}manager", self.company)
        self.dora.ar_lead_id = boss
        self.assertEqual(self._tile(boss, scope="team"), 0)
        self._absence()
        self.assertEqual(self._tile(boss, scope="team"), 1)

    # -- tasks -------------------------------------------------------------------------

    def test_tasks_go_to_the_deputy_and_come_back(self):
        before = self._call("Alpha").activity_id
        absence = self._absence()
        meanwhile = self._call("Beta").activity_id
        later = self._call("Gamma").profile_id.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.collector.id, summary="Look"
        )
        done = self._call("Delta")
        done.with_user(self.dora)._log_call("refuses")
        tasks = before | meanwhile | later
        self.assertEqual(tasks.user_id, self.dora)
        self.assertEqual(tasks.ar_away_id, self.collector)
        passed = self._call("Epsilon").activity_id
        passed.with_user(self.dora).user_id = self.erna
        with freeze_time(AFTER):
            self.assertEqual(tasks.user_id, self.dora)
            self._come_back()
            self.assertEqual(tasks.user_id, self.collector)
            self.assertFalse(tasks.ar_away_id)
            self.assertEqual(passed.user_id, self.erna, "passed on by hand")
            self.assertEqual(self._call("Zeta").activity_id.user_id, self.collector)
        self.assertTrue(absence.exists())

    def test_an_absence_that_ends_early(self):
        task = self._call("Alpha").activity_id
        absence = self._absence(date_from="2026-04-01")
        self.assertEqual(task.user_id, self.collector, "not yet")
        with freeze_time("2026-04-01 12:00:00"):
            self._come_back()
            self.assertEqual(task.user_id, self.dora)
            absence.deputy_id = self.erna
            self.assertEqual((task.user_id, task.ar_away_id), (self.erna, self.collector))
            absence.unlink()
            self.assertEqual(task.user_id, self.collector)

    def test_tasks_that_stay(self):
        """What a person gave, what is another's, what the deputy may not see."""
        account = self._call("Alpha").profile_id
        by_hand = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("ar.profile"),
                "res_id": account.id,
                "user_id": self.collector.id,
                "summary": "By hand",
            }
        )
        others = account.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.erna.id, summary="Erna's"
        )
        plain = self._make_user("plain deputy", "base.group_user", self.company)
        absence = self._absence(deputy=plain)
        task = account.activity_ids.filtered(lambda one: one not in by_hand | others)
        self.assertEqual(task.user_id, self.collector)
        absence.deputy_id = self.dora
        self.assertEqual(task.user_id, self.dora)
        self.assertEqual((by_hand.user_id, others.user_id), (self.collector, self.erna))
        with self.assertRaises(AccessError):
            task.with_user(self.dora).ar_away_id = self.erna

    def test_what_customers_say_reaches_the_deputy(self):
        account = self._call("Alpha").profile_id
        self._absence()
        self.assertEqual(account._get_collector(), self.collector)
        self.assertEqual(account._get_acting(), self.dora)
        message = account.message_post(message_type="email", author_id=False)
        self.assertIn(self.dora.partner_id, message.partner_ids)
        replies = self.env["ar.reply"].sudo()
        reply = replies.create(
            {
                "profile_id": account.id,
                "kind": "other",
                "date_received": f"{TODAY} 09:00:00",
                "currency_id": self.company.currency_id.id,
            }
        )
        for user, number in ((self.dora, 1), (self.erna, 0), (self.collector, 1)):
            found = self.env["ar.reply"].with_user(user).search([("for_me", "=", True)])
            self.assertEqual(len(found & reply), number)

    def test_one_task_is_not_given_twice(self):
        """Letters that nobody posts are told once, whoever does it."""
        policy = self._make_policy(3, 14, sequence=0)
        for level in policy.level_ids:
            level.channel_ids = [Command.clear(), Command.create({"channel": "letter"})]
        account = self._call("Alpha").profile_id
        with freeze_time("2026-04-01 12:00:00"):
            runs = self.env["ar.dunning.run"]
            self._absence()
            for _night in range(2):
                run = runs.create(
                    {"company_id": self.company.id, "profile_ids": [(6, 0, account.ids)]}
                )
                run._ask_to_post()
            (task,) = runs._find_post_tasks()
            self.assertEqual((task.user_id, task.ar_away_id), (self.dora, self.collector))
            runs._close_post_tasks()
            self.assertTrue(task.active)
