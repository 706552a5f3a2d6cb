"""A day that is kept stays as it was told."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError, OperationalError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestSnapshot(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._make_invoice(amount=100, date="2026-10-01", due="2026-10-31")
        cls._make_invoice(amount=40, date="2026-11-20", due="2026-12-31")
        cls._make_entry(-7, "2026-11-25")
        cls.env.flush_all()

    def _take(self, date=None):
        return self.env["ar.snapshot"].take(date, self.company)

    def _lines(self, snapshot):
        return [
            (line.customer_name, line.bucket_id.display_name, line.amount)
            for line in snapshot.line_ids
        ]

    def test_keeps_customers_and_buckets_with_the_tie_out(self):
        snapshot = self._take("2026-11-30")
        self.assertRecordValues(
            snapshot,
            [
                {
                    "date": self._day("2026-11-30"),
                    "company_id": self.company.id,
                    "limits": "30,60,90,120",
                    "total": 133,
                    "ledger": 133,
                    "exchange_pending": 0,
                    "difference": 0,
                }
            ],
        )
        self.assertEqual(
            self._lines(snapshot),
            [
                ("Alpha Trading", "Not due", 40),
                ("Alpha Trading", "1-30", 100),
                ("Without customer", "1-30", -7),
            ],
        )
        self.assertEqual(sum(snapshot.line_ids.mapped("amount")), snapshot.total)

    def test_trap_09_later_matching_does_not_change_it(self):
        snapshot = self._take("2026-11-30")
        # Comes in late, with an older date.
        payment = self._pay_on_account(self.partner, 100, "2026-11-10")
        (self._receivable(self.invoice) + self._receivable(payment.move_id)).reconcile()
        report = self.env["ar.aging.report"]
        told_now = report.get_aging("2026-11-30", company_ids=self.company.ids)
        self.assertEqual(told_now["totals"]["total"], 33)
        self.assertEqual(self._take("2026-11-30"), snapshot)
        self.assertEqual((snapshot.total, len(snapshot.line_ids)), (133, 3))

    def test_every_reader_in_the_own_language_and_in_the_order_of_ages(self):
        """Whoever takes them, and with whatever limits, their trend is one."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self._make_entry(-3, "2026-04-01")
        first = self.env["ar.snapshot"].with_context(lang="zh_CN").take("2026-11-30", self.company)
        self.company._ar_aging_scheme().limits = "15,45"
        second = self._take("2026-12-01")
        groups = self.env["ar.snapshot.line"].formatted_read_group(
            [("snapshot_id", "in", (first + second).ids)], ["bucket_id"], ["amount:sum"]
        )
        self.assertEqual(
            [(group["bucket_id"][1], group["amount:sum"]) for group in groups],
            [
                ("Not due", 80),
                ("1-15", -7),
                ("1-30", 93),
                ("16-45", 100),
                ("Over 45", -3),
                ("Over 120", -3),
            ],
        )
        bucket = self.env["ar.snapshot.bucket"].browse(groups[0]["bucket_id"][0])
        self.assertEqual(bucket.with_context(lang="zh_CN").display_name, "未到期")
        nobody = first.line_ids.filtered(lambda line: not line.partner_id)[:1]
        self.assertEqual(nobody.with_context(lang="en_US").customer_name, "Without customer")
        self.assertNotIn("Without", nobody.with_context(lang="zh_CN").customer_name)
        found = self.env["ar.snapshot.line"].search([("bucket_id", "ilike", "over")])
        self.assertEqual(set(found.bucket_id.mapped("display_name")), {"Over 45", "Over 120"})

    def test_name_has_the_whole_day(self):
        snapshot = self._take("2026-10-31")
        self.assertEqual(snapshot.display_name, "10/31/2026")
        self.assertEqual(
            self.env["ar.snapshot"].search([("display_name", "ilike", "0/31/2026")]), snapshot
        )
        self.assertFalse(self.env["ar.snapshot"].search([("display_name", "ilike", "2031")]))
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids |= other
        both = snapshot.with_context(allowed_company_ids=[self.company.id, other.id])
        self.assertEqual(both.display_name, f"10/31/2026, {self.company.name}")

    def test_nothing_changes_it(self):
        snapshot = self._take()
        for record, values in [(snapshot, {"total": 1}), (snapshot.line_ids, {"amount": 1})]:
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                record.write(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            snapshot._take(snapshot.date, self.company)
        self.partner.name = "Omega"
        self.assertIn("Alpha Trading", snapshot.line_ids.mapped("partner_name"))

    def test_what_is_no_day_or_company(self):
        take = self.env["ar.snapshot"].take
        for wrong in ("x", "2026-02-30", "0001-01-01", 5, True, [1]):
            with self.subTest(day=wrong), self.assertRaisesRegex(UserError, "is not a day"):
                take(wrong, self.company)
        for wrong in ("x", [1], -1, 10**20):
            with self.subTest(company=wrong), self.assertRaisesRegex(UserError, "list of ids"):
                take("2026-11-30", wrong)
        self.assertEqual(take("2026-11-30", self.company.id).company_id, self.company)

    def test_day_to_come(self):
        with self.assertRaisesRegex(UserError, "of 12/16/2026 can be taken once that day has come"):
            self._take("2026-12-16")

    def test_any_day_on_demand(self):
        wizard = self.env["ar.snapshot.take"].create(
            {"date": "2026-11-15", "company_ids": self.company.ids}
        )
        action = wizard.action_take()
        snapshot = self.env["ar.snapshot"].browse(action["res_id"])
        self.assertEqual((str(snapshot.date), snapshot.total), ("2026-11-15", 100))
        self.assertEqual(wizard.action_take()["res_id"], snapshot.id)
        wizard.date = "2026-12-16"
        with self.assertRaisesRegex(UserError, "once that day has come"):
            wizard.action_take()

    def test_month_end_by_itself_and_once(self):
        cron = self.env.ref("ar_collections.ir_cron_snapshot")
        for day, expected in [
            ("2026-12-15", ["2026-11-30"]),
            ("2026-12-31", ["2026-11-30"]),
            ("2027-01-01", ["2026-11-30", "2026-12-31"]),
        ]:
            with self.subTest(day=day), freeze_time(day), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            snapshots = self.env["ar.snapshot"].search(
                [("company_id", "=", self.company.id)], order="date"
            )
            self.assertEqual([str(date) for date in snapshots.mapped("date")], expected)

    def test_a_lost_connection_is_no_companys_fault(self):
        """It ends the job; it is not put down as one more company without a snapshot."""

        lost = OperationalError("server closed the connection unexpectedly")
        raised = None
        with (
            patch.object(self.registry["ar.snapshot"], "_take", side_effect=lost),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            # ``assertRaises`` has a savepoint of its own, which the job's commit would end.
            try:
                self.env(cr=cr)["ar.snapshot"]._cron_take_month_end()
            except OperationalError as error:
                raised = error
        self.assertIs(raised, lost)

    def test_roles(self):
        snapshot = self._take("2026-11-30")
        other = self.env["res.company"].create({"name": "Other"})
        for login, groups, company, may_read in [
            ("snap_collector", COLLECTOR, self.company, True),
            ("snap_manager", "ar_collections.ar_collections_group_manager", self.company, True),
            ("snap_billing", "account.group_account_invoice", self.company, False),
            ("snap_employee", "base.group_user", self.company, False),
            ("snap_elsewhere", COLLECTOR, other, False),
        ]:
            with self.subTest(login=login):
                user = self._make_user(login, groups, company)
                own = snapshot.with_user(user)
                for record in (own, snapshot.line_ids.with_user(user)):
                    self.assertEqual(record.has_access("read"), may_read)
                    self.assertFalse(record.has_access("write"))
                    self.assertFalse(record.has_access("create"))
                # Nobody takes a day again after the ledger was changed.
                self.assertFalse(own.has_access("unlink"))
                if may_read:
                    taken = self.env["ar.snapshot"].with_user(user).take("2026-10-31", self.company)
                    self.assertEqual(taken.total, 100)
                elif login != "snap_elsewhere":
                    with self.assertRaises(AccessError):
                        self.env["ar.snapshot"].with_user(user).take("2026-10-30", self.company)
