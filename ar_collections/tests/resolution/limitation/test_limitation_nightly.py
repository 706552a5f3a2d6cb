"""Who is told of claims that lapse: once, in one task for a customer."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common import LimitationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestLimitationNightly(LimitationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "ar_collections.ar_collections_group_collector"
        cls.collector = cls._make_user("col", groups, name="Collector")
        cls.customer = cls._customer("Lapsing", "cn", user_id=cls.collector.id)

    def _warn(self):
        self.env["ar.limitation.warning"]._warn_company(self.company)
        self.env.invalidate_all()

    def _tasks(self, user=None):
        tasks = self._profile(self.customer).activity_ids
        return tasks.filtered(lambda task: task.user_id == (user or self.collector))

    def _due(self, due):
        return self._make_invoice(self.customer, date="2023-01-01", due=due)

    def test_one_task_for_a_customer_with_all_its_claims(self):
        # Last days 2026-09-20 (173 days) and 2026-06-20 (81 days).
        first, second = self._due("2023-09-20"), self._due("2023-06-20")
        self._due("2024-09-20")
        self._warn()
        task = self._tasks()
        self.assertEqual(len(task), 1)
        self.assertIn("06/20/2026", task.summary)
        self.assertIn(first.name, task.note)
        self.assertIn(second.name, task.note)
        self.assertIn("China", self._item(first).limitation_country_id.name)
        rows = self.env["ar.limitation.warning"].search(
            [("profile_id", "=", self._profile(self.customer).id)]
        )
        self.assertEqual(sorted(rows.mapped("threshold")), [90, 180, 180])

    def test_nobody_is_told_twice_but_at_the_next_threshold(self):
        self._due("2023-06-20")
        self._warn()
        self._tasks().unlink()
        self._warn()
        self.assertFalse(self._tasks())
        with freeze_time("2026-05-25 12:00:00"):
            self._warn()
            self.assertTrue(self._tasks())

    def test_an_open_task_is_brought_up_to_date(self):
        self._due("2023-09-20")
        self._warn()
        task = self._tasks()
        self._due("2023-06-20")
        self._warn()
        self.assertEqual(self._tasks(), task)
        self.assertIn("06/20/2026", task.summary)

    def test_at_thirty_days_a_manager_is_told_too(self):
        manager = self.company._ar_get_manager()
        self._due("2023-06-20")
        self._warn()
        self.assertFalse(self._tasks(manager))
        self._due("2023-04-20")
        self._warn()
        self.assertTrue(self._tasks(manager))
        self.assertEqual(str(self._tasks(manager).date_deadline), "2026-03-31")

    def test_what_is_saved_needs_no_task_and_begins_anew(self):
        self._due("2023-06-20")
        self._warn()
        self._event(self.customer, "ack_signed", "2026-03-30")
        self._warn()
        self.assertFalse(self._tasks())
        with freeze_time("2029-02-10 12:00:00"):
            self._warn()
            self.assertTrue(self._tasks())

    def test_what_has_lapsed_is_for_the_list_alone(self):
        self._due("2023-01-20")
        self._warn()
        self.assertFalse(self._tasks())

    def test_the_job_goes_through_all_companies(self):
        self._due("2023-06-20")
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_limitation_warn").method_direct_trigger()
        self.assertTrue(self._tasks())

    def test_queries_do_not_grow_with_items(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ar.limitation.warning"]._warn_company(self.company)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self._due("2023-06-20")
        self._warn()
        self._due("2023-06-21")
        count()
        self._due("2023-06-22")
        one = count()
        for day in range(1, 9):
            self._due(f"2023-06-0{day}")
        self.assertLessEqual(count(), one)
