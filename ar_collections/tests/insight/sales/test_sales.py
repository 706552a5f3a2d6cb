"""Salespeople: what they see of own customers, what they may write, and that an answer comes."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ...common import ArCommon

TODAY = "2026-03-31"
SALES = "ar_collections.ar_collections_group_sales"
COLLECTOR = "ar_collections.ar_collections_group_collector"
ODD = (None, "", "x", 0, -1, 10**20, 1.5, [[1]], {"a": 1})


class ArSalesCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.ar_aging_for_sales = True
        cls.sam = cls._make_user("sam", SALES, name="Sam")
        cls.tom = cls._make_user("tom", SALES, name="Tom")
        cls.clara = cls._make_user("clara", COLLECTOR, name="Clara")
        cls.alpha = cls._make_debtor(cls.partner, 1000, cls.sam)
        cls.beta = cls._make_debtor(cls._make_partner("Beta Works"), 700, cls.tom)

    @classmethod
    def _make_debtor(cls, partner, amount, seller):
        partner.user_id = seller
        cls._make_invoice(partner, amount, date="2026-01-01", due="2026-03-01")
        profile = cls.env["ar.profile"].get_or_create(partner, cls.company)
        profile.collector_id = cls.clara
        return profile

    def _rows(self, user=None):
        self.env.flush_all()
        return self.env["ar.sales.account"].with_user(user or self.sam)

    def _tell(self, user=None, **values):
        hints = self.env["ar.hint"].with_user(user or self.sam)
        return hints.create(
            {"partner_id": self.partner.id, "kind": "will_pay", "text": "After the fair", **values}
        )


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestSales(ArSalesCommon):
    def _read_of_others(self, user, name):
        """What somebody reads of a row that is not there for him, in a request of its own."""
        self.env.invalidate_all()
        try:
            found = self._rows(user).browse(self.alpha.id).read([name])
        except UserError:
            return []
        return [row[name] for row in found if row[name]]

    # -- what is seen ------------------------------------------------------------------

    def test_own_customers_alone(self):
        rows = self._rows().search([])
        self.assertEqual(rows.partner_id, self.partner)
        self.assertEqual(
            (rows.overdue_amount, rows.open_amount, rows.days_overdue), (1000, 1000, 30)
        )
        self.assertEqual(rows.collector_id, self.clara)
        self.assertEqual(rows.item_ids.mapped("residual"), [1000])
        self.assertEqual(self._rows(self.tom).search([]).partner_id, self.beta.partner_id)
        # So that there is something to be told of.
        self.env["ar.promise"].create({"profile_id": self.alpha.id, "date": "2026-04-10"})
        self.env["ar.talk"]._begin(self.alpha)._log_call("refuses", "No")
        self._tell()
        self.assertTrue(self._rows().search([]).history)
        names = ("overdue_amount", "history", "agreed", "next_step", "item_ids", "hint_ids")
        for name in (*names, "stand", "last_reminder", "partner_id", "display_name"):
            with self.subTest(name):
                self.assertFalse(self._read_of_others(self.tom, name))
        for method in ("action_tell", "action_open_items", "action_open_contact"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(self._rows(self.tom).browse(self.alpha.id), method)()
        total = self._rows().formatted_read_group([], [], ["overdue_amount:sum"])
        self.assertEqual(total[0]["overdue_amount:sum"], 1000, "nothing of others in the sums")

    def test_where_the_company_allows_it(self):
        self.company.ar_aging_for_sales = False
        self.assertFalse(self._rows().search([]))
        with self.assertRaises(AccessError):
            self._tell()
        self.assertFalse(self._read_of_others(self.sam, "overdue_amount"))

    def test_who_sells_no_more_sees_no_more(self):
        hint = self._tell()
        self.partner.user_id = self.tom
        self.assertFalse(self._rows().search([]))
        self.assertEqual(len(self._rows(self.tom).search([])), 2)
        self.assertFalse(self.env["ar.hint"].with_user(self.sam).search([]))
        with self.assertRaises(AccessError):
            hint.with_user(self.sam).read(["text"])
        self.assertEqual(
            self.env["ar.hint"].with_user(self.tom).search([]), hint.with_user(self.tom)
        )

    def test_others_have_no_page(self):
        for groups in (COLLECTOR, "account.group_account_invoice", "base.group_user"):
            user = self._make_user(f"other{len(groups)}", groups)
            with self.subTest(groups), self.assertRaises(AccessError):
                self._rows(user).search([])

    def test_what_is_told_is_chosen(self):
        """Neither notes of collectors nor reasons of holds."""
        items = self._receivable(
            self.env["account.move"].search([("partner_id", "=", self.partner.id)])
        )
        self.env["ar.promise"].create(
            {
                "profile_id": self.alpha.id,
                "date": "2026-04-10",
                "move_line_ids": [Command.set(items.ids)],
            }
        )
        self.env["ar.hold"].create(
            {"profile_id": self.alpha.id, "date_from": TODAY, "reason": "Do not trust them"}
        )
        talk = self.env["ar.talk"]._begin(self.alpha)
        talk._log_call("refuses", "The boss is a crook")
        self.alpha._message_log(body="Secret note")
        row = self._rows().search([])
        told = "\n".join(
            (row.agreed, row.stand or "", row.next_step or "", html2plaintext(row.history))
        )
        self.assertIn("Promised for 04/10/2026", told)
        self.assertIn("Reminders are stopped.", told)
        self.assertIn("Call", told)
        for secret in ("trust", "crook", "Secret"):
            self.assertNotIn(secret, told)

    def test_nothing_more_may_be_read_or_written(self):
        """The page gives no right to what stands behind it."""
        for model in ("ar.profile", "ar.dispatch", "ar.promise", "ar.hold", "ar.dunning.notice"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.sam).search([])
        row = self._rows().search([])
        with self.assertRaises(AccessError):
            row.write({"collector_id": self.tom.id})
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(AccessError):
            self._rows().create({"partner_id": self.partner.id})
        with self.assertRaises(AccessError):
            self.env["ar.timeline"].with_user(self.sam).read_page(self.alpha.id)

    def test_aging_and_today_lead_to_the_page(self):
        report = self.env["ar.aging.report"]
        own = report.with_user(self.sam).get_customer_action(self.partner.id)
        self.assertEqual((own["res_model"], own["res_id"]), ("ar.sales.account", self.alpha.id))
        other = report.with_user(self.sam).get_customer_action(self.beta.partner_id.id)
        self.assertEqual(other["res_model"], "res.partner")
        told = report.with_user(self.clara).get_customer_action(self.partner.id)
        self.assertEqual(told["res_model"], "ar.profile")
        for odd in ODD[2:]:
            with self.subTest(odd=odd), self.assertRaises(UserError):
                report.with_user(self.sam).get_customer_action(odd)

    # -- what is written ---------------------------------------------------------------

    def test_a_hint_is_a_task_of_the_collector(self):
        hint = self._tell(day="2026-04-15")
        self.assertEqual((hint.user_id, hint.collector_id), (self.sam, self.clara))
        [task] = self.alpha.activity_ids
        words = "Sam has heard something from the customer"
        self.assertEqual((task.user_id, task.summary), (self.clara, words))
        self._check_silent(task, hint)
        entries = self.env["ar.timeline"].with_user(self.clara).read_page(self.alpha.id)["entries"]
        [entry] = [one for one in entries if one["kind"] == "hint"]
        self.assertEqual((entry["who"], entry["own"]), ("Sam", True))
        page = self.env["ar.today"].with_user(self.clara).get_today("mine", self.company.ids)
        tiles = {tile["code"]: tile for one in page["sections"] for tile in one["tiles"]}
        self.assertEqual(tiles["hints"]["number"], 1)
        page = self.env["ar.today"].with_user(self.sam).get_today("mine", self.company.ids)
        self.assertNotIn("hints", {t["code"] for one in page["sections"] for t in one["tiles"]})

    def _check_silent(self, task, hint):
        """A task leads to the hint, and says nothing of what was told or answered."""
        self.assertIn('data-oe-model="ar.hint"', task.note)
        self.assertIn(f'data-oe-id="{hint.id}"', task.note)
        for told in ("Will pay", "04/15/2026", "After the fair", "15th"):
            self.assertNotIn(told, f"{task.summary} {task.note}")

    def test_it_comes_into_the_worklist(self):
        hint = self._tell()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ar_hint SET create_date = %s WHERE id = %s", [f"{TODAY} 09:00:00", hint.id]
        )
        hint.invalidate_recordset()
        rows = self.env["ar.worklist"].with_user(self.clara)
        row = rows.search([("id", "=", self.alpha.id)])
        self.assertEqual(row.next_step, "Answer the salesperson")
        self.assertIn("Sales has heard something", row.reasons)
        self.assertIn("hint", row.kinds)

    def test_a_contact_stands_for_its_customer(self):
        values = {"parent_id": self.partner.id, "is_company": False}
        contact = self._make_partner("Anna", **values)
        hint = self._tell(partner_id=contact.id)
        self.assertEqual(hint.partner_id, self.partner)

    def test_a_deputy_has_the_task(self):
        dora = self._make_user("dora", COLLECTOR)
        self.env["ar.absence"].create(
            {"user_id": self.clara.id, "deputy_id": dora.id, "date_to": "2026-04-02"}
        )
        self.assertEqual(self._tell().collector_id, dora)
        self.alpha.collector_id = False
        manager = self._tell().collector_id
        self.assertTrue(manager.has_group("ar_collections.ar_collections_group_manager"))

    def test_not_of_others_customers(self):
        before = self.env["ar.hint"].search_count([])
        with self.assertRaisesRegex(AccessError, "own customers"):
            self._tell(partner_id=self.beta.partner_id.id)
        other = self.setup_other_company(name="Other Ltd")["company"]
        with self.assertRaises(AccessError):
            self._tell(company_id=other.id)
        plain = self._make_user("plain", "base.group_user")
        with self.assertRaises(AccessError):
            self._tell(plain)
        with self.assertRaises(AccessError):
            self._tell(self.clara)
        self.assertEqual(self.env["ar.hint"].search_count([]), before)

    @mute_logger("odoo.sql_db")
    def test_nothing_closed_is_given(self):
        for values in (
            {"answer": "All is well"},
            {"state": "answered"},
            {"user_id": self.tom.id},
            {"profile_id": self.beta.id},
            {"collector_id": self.tom.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError), self.env.cr.savepoint():
                self._tell(**values)
        hint = self._tell()
        for values in ({"text": "x"}, {"answer": "x"}, {"state": "answered"}):
            with self.subTest(values), self.assertRaises(AccessError):
                hint.write(values)
            with self.subTest(values, user="Tom"), self.assertRaises(AccessError):
                hint.with_user(self.tom).write(values)
        with self.assertRaises(AccessError):
            hint.unlink()
        with self.assertRaises(AccessError):
            hint.action_answer()
        with self.assertRaises(AccessError):
            hint.with_user(self.clara).write({"text": "Never said"})

    # -- the answer --------------------------------------------------------------------

    def test_the_answer_comes_back(self):
        hint = self._tell()
        own = hint.with_user(self.clara)
        with self.assertRaisesRegex(UserError, "Sam should know"):
            own.action_answer()
        own.answer = "I wait until the 15th, and call then."
        own.action_answer()
        self.assertEqual((hint.state, hint.answered_by_id), ("answered", self.clara))
        self.assertFalse(self.alpha.activity_ids, "the collector's task is done")
        [task] = self.partner.activity_ids
        self.assertEqual(task.user_id, self.sam)
        self.assertEqual(task.summary, "Clara has answered your hint")
        self._check_silent(task, hint)
        self.assertEqual(hint.with_user(self.sam).answer, own.answer)
        self.assertEqual(self._rows().search([]).hint_ids, hint.with_user(self.sam))
        own.action_answer()
        self.assertEqual(len(self.partner.activity_ids), 1, "twice is once")
        with self.assertRaises(AccessError):
            own.answer = "Something else"

    def test_the_answer_goes_to_who_may_read_it(self):
        hint = self._tell()
        self.partner.user_id = self.tom
        hint.with_user(self.clara).answer = "Done"
        hint.with_user(self.clara).action_answer()
        self.assertEqual(self.partner.activity_ids.user_id, self.tom)
        hint = self._tell(self.tom)
        self.partner.user_id = False
        hint.with_user(self.clara).answer = "Done"
        hint.with_user(self.clara).action_answer()
        self.assertEqual(len(self.partner.activity_ids), 1, "nobody else is told")

    def test_the_digest_tells_both(self):
        for user in (self.sam, self.clara):
            user.sudo().write({"ar_digest_steps": True, "email": f"{user.login}@example.com"})
        hint = self._tell()
        self.env.flush_all()
        digest = self.env["ar.digest"]
        with freeze_time("2026-04-01 12:00:00"):
            now = "2026-04-01 12:00:00"
            self.env.cr.execute(
                "UPDATE ar_hint SET create_date = %s WHERE id = %s", [f"{TODAY} 12:00:00", hint.id]
            )
            hint.invalidate_recordset()
            lines = self._list_lines(digest, self.clara, now)
            self.assertIn("Will pay. After the fair", lines)
            self.assertNotIn("Will pay. After the fair", self._list_lines(digest, self.sam, now))
            hint.with_user(self.clara).answer = "I wait"
            hint.with_user(self.clara).action_answer()
        with freeze_time("2026-04-02 06:00:00"):
            now = "2026-04-02 06:00:00"
            self.assertIn("I wait", self._list_lines(digest, self.sam, now))
            self.assertNotIn("I wait", self._list_lines(digest, self.tom, now))

    def _list_lines(self, digest, user, now):
        told = digest.with_context(allowed_company_ids=user.company_ids.ids)
        pages, _items = told._prepare_pages(user, Datetime.to_datetime(now))
        return [line.words for page in pages for part in page["parts"] for line in part[1]]
