"""The tiles of runs and approvals, before and after *Confirm*, for each who looks."""

from odoo.tests import freeze_time, tagged

from ...channel.common import TODAY, ArChannelCommon

GROUP = "ar_collections.ar_collections_group_"


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestTodayRun(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("run manager", f"{GROUP}manager", cls.company)
        cls.seller = cls._make_user("run seller", f"{GROUP}sales", cls.company)
        cls.company.ar_aging_for_sales = True
        cls.company.ar_dunning_reviewer_id = cls.manager
        cls.key = cls._make_debtor("Key Trading", amount=100, user_id=cls.seller.id)
        cls.others = [cls._make_debtor(f"Other {number}", amount=100) for number in range(3)]

    def _make_key(self):
        self.levels.key_approval = True
        profile = self.env["ar.profile"].get_or_create(self.key, self.company)
        profile.key_account = True
        return profile

    def _run_of(self, *partners):
        profiles = self.env["ar.profile"]
        for partner in partners:
            profiles |= profiles.get_or_create(partner, self.company)
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, profiles.ids)]}
        )
        run.action_propose()
        return run

    def _tile(self, code, user):
        page = self.env["ar.today"].with_user(user).get_today("all")
        tiles = [tile for section in page["sections"] for tile in section["tiles"]]
        return next((tile for tile in tiles if tile["code"] == code), None)

    def _number(self, code, user):
        tile = self._tile(code, user)
        return tile and tile["number"]

    def _open(self, code, user, **values):
        action = self.env["ar.today"].with_user(user).get_tile_action(code, "all", **values)
        records = self.env[action["res_model"]].with_user(user)
        return records.search(action.get("domain") or [("id", "=", action["res_id"])])

    # -- runs --------------------------------------------------------------------------

    def test_a_run_that_waits_for_others_is_none_to_confirm(self):
        self._make_key()
        run = self._run_of(self.key, *self.others)
        mine = run.with_user(self.collector)
        self.assertTrue(mine.can_confirm)
        self.assertEqual(self._number("run", self.collector), 1)
        self.assertEqual(self._number("notices_to_approve", self.manager), 0)
        mine.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(run.state, "proposed")
        for user in (self.collector, self.manager):
            with self.subTest(user=user.name):
                self.assertFalse(run.with_user(user).can_confirm, "asked already")
                self.assertEqual(self._number("run", user), 0)
        self.assertEqual(mine.approvals_left, 1)
        self.assertIsNone(self._number("notices_to_approve", self.collector))
        self.assertEqual(self._number("notices_to_approve", self.manager), 1)
        waiting = self._open("notices_to_approve", self.manager)
        self.assertEqual(waiting.partner_id, self.key)
        waiting.action_approve()
        self.assertEqual(self._number("notices_to_approve", self.manager), 0)
        self.assertEqual(run.state, "confirmed")

    def test_levels_of_managers(self):
        self.levels.approval = "manager"
        run = self._run_of(self.key)
        self.assertEqual(self._number("run", self.collector), 0)
        self.assertFalse(run.with_user(self.collector).can_confirm)
        self.assertEqual(run.with_user(self.collector).approvals_left, 1)
        self.assertEqual(self._number("run", self.manager), 1)
        self.assertEqual(self._number("notices_to_approve", self.manager), 1)
        self.assertEqual(self._open("notices_to_approve", self.manager), run.notice_ids)
        run.with_user(self.manager).action_confirm()
        self.assertEqual(self._number("run", self.manager), 0)
        self.assertEqual(self._number("notices_to_approve", self.manager), 0)

    def test_who_confirms_nothing_has_no_run(self):
        self._run_of(self.key)
        reader = self._make_user("run reader", "account.group_account_readonly", self.company)
        self.assertFalse(self._number("run", reader))

    def test_a_run_of_which_all_was_left_out_is_closed_by_confirming(self):
        run = self._run_of(self.key)
        run.notice_ids._leave_out("Talks")
        self.assertEqual(self._number("run", self.collector), 1)
        self.assertFalse(self._tile("run", self.collector)["parts"])
        run.with_user(self.collector).action_confirm()
        self.assertEqual(self._number("run", self.collector), 0)

    def test_what_was_left_out_is_not_counted(self):
        run = self._run_of(*self.others)
        notices = run.notice_ids.sorted(lambda one: one.partner_id.name)
        notices[:2]._leave_out("Talks")
        left = notices[2]
        (part,) = self._tile("run", self.collector)["parts"]
        self.assertEqual((part["number"], part["sums"][0]["amount"]), (1, left.amount_total))
        self.assertEqual(self._open("run", self.collector, part=part["keys"]), left)
        own = [("run_id", "=", run.id)]
        for operator, value, wanted in (
            ("=", True, notices[:2]),
            ("=", False, left),
            ("!=", True, left),
            ("in", [True, False], notices),
        ):
            with self.subTest(operator=operator, value=value):
                found = notices.search([*own, ("left_out", operator, value)])
                self.assertEqual(found.sorted("id"), wanted.sorted("id"))
                self.assertEqual(found.filtered_domain([("left_out", operator, value)]), found)
        page = self.env["ar.today"].with_user(self.collector).get_today("all")
        following = {row["partner_id"]: row["next"] for row in page["overdue"]}
        self.assertNotIn("Confirm the run", following[self.others[0].id])
        self.assertIn("Confirm the run", following[self.others[2].id])

    # -- salespeople who approve -------------------------------------------------------

    def test_a_salesperson_who_approves_has_the_tile(self):
        self._make_key()
        run = self._run_of(self.key)
        run.with_user(self.collector).action_confirm()
        self.assertIsNone(self._number("customers_to_approve", self.seller))
        self.company.ar_key_approver = "salesperson"
        self.assertEqual(self._number("customers_to_approve", self.seller), 1)
        action = (
            self.env["ar.today"]
            .with_user(self.seller)
            .get_tile_action("customers_to_approve", "mine")
        )
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.key.id))
        other = self._make_user("other seller", f"{GROUP}sales", self.company)
        self.assertEqual(self._number("customers_to_approve", other), 0)
        self.key.with_user(self.seller).action_ar_approve_reminders()
        self.assertEqual(self._number("customers_to_approve", self.seller), 0)

    def test_a_collector_who_is_the_salesperson_approves_own_customers(self):
        self._make_key()
        self.company.ar_key_approver = "salesperson"
        run = self._run_of(self.key)
        run.with_user(self.collector).action_confirm()
        self.assertEqual(self._number("notices_to_approve", self.collector), 0)
        self.key.user_id = self.collector
        self.assertEqual(self._number("notices_to_approve", self.collector), 1)
        self._open("notices_to_approve", self.collector).action_approve()
        self.assertEqual(self._number("notices_to_approve", self.collector), 0)
