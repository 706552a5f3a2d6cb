"""The review of a run: its rows, its panel, what the panel does, what *Confirm* says."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import ArChannelCommon

GROUPS = "ar_collections.ar_collections_group_"


@tagged("post_install", "-at_install")
class TestReview(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(5, 15, step="age", sequence=0)
        cls.levels = cls.policy._sorted_levels()
        cls._use(cls.levels, "email", letter="fallback")
        cls.levels.letter_attached = False
        cls.alpha = cls._make_debtor("Alpha", days_late=20, amount=700.0)
        cls.beta = cls._make_debtor("Beta", days_late=20, amount=900.0)
        cls.manager = cls._make_user("review_manager", f"{GROUPS}manager")
        cls.biller = cls._make_user("review_biller", "account.group_account_invoice")
        cls.auditor = cls._make_user("review_auditor", "account.group_account_readonly")
        cls.plain = cls._make_user("review_plain", "base.group_user")
        cls.review = cls._run()

    @classmethod
    def _use(cls, levels, *always, **others):
        """Let levels speak by these channels, ``always`` or as ``others`` say."""
        usages = {**dict.fromkeys(always, "always"), **others}
        for level in levels:
            level.channel_ids = [
                Command.clear(),
                *(
                    Command.create({"channel": code, "usage": usage, "sequence": number})
                    for number, (code, usage) in enumerate(usages.items())
                ),
            ]

    def _of(self, partner, run=None, user=None):
        notices = (run or self.review).notice_ids
        found = notices.filtered(lambda one: one.partner_id == partner)
        return found.with_user(user or self.collector)

    def _codes(self, notice):
        return [way["code"] for way in notice.ways["ways"]]

    # -- a row -------------------------------------------------------------------------

    def test_row(self):
        notice = self._of(self.alpha)
        self.assertEqual(self._codes(notice), ["email"])
        self.assertEqual(notice.goes_to, "alpha@example.com")
        invoice = notice.line_ids.name
        self.assertIn(f"{invoice}: 20 days late; level 2 begins at 15", notice.why_now)

    def test_row_says_when_it_was_last_reminded(self):
        self.review.action_cancel()
        with freeze_time("2026-03-20 12:00:00"):
            self._remind(self.alpha)
        notice = self._of(self.alpha, self._run())
        self.assertIn("Last reminded on 03/20/2026, ", notice.why_now)
        self.assertIn(self.levels[0].name, notice.why_now)

    def test_row_of_who_cannot_be_reached(self):
        self.alpha.email = False
        notice = self._of(self.alpha)
        self.assertEqual(self._codes(notice), ["letter"])
        self.assertIn("Alpha has no e-mail address", notice.ways["warning"])
        self.alpha.active = False
        notice.invalidate_recordset()
        self.assertFalse(notice.ways["ways"])
        self.assertIn("Alpha is archived", notice.ways["warning"])

    def test_rows_take_the_same_queries(self):
        """However many: what a page of the list reads."""
        specification = {name: {} for name in ("ways", "goes_to", "why_now", "amount_total")}
        domain = [("run_id", "=", self.review.id)]

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ar.dunning.notice"].with_user(self.collector).web_search_read(
                domain, specification, limit=80, order="amount_total_company desc, id"
            )
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        self.review.action_cancel()
        for number in range(12):
            self._make_debtor(f"More{number}", days_late=20)
        run = self._run()
        domain = [("run_id", "=", run.id)]
        self.assertEqual(len(run.notice_ids), 14)
        many = count()
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 50)

    # -- the panel ---------------------------------------------------------------------

    def test_panel(self):
        review = self._of(self.alpha).get_review()
        self.assertEqual(review["customer"], "Alpha")
        self.assertIn("700.00", review["total"])
        self.assertEqual([face["code"] for face in review["faces"]], ["email"])
        self.assertIn("700.00", review["face"]["html"])
        self.assertEqual(review["told"][0]["address"], "alpha@example.com")
        self.assertTrue(all(review["may"][key] for key in ("change", "lower", "leave_out")))

    def test_panel_of_letter_and_call(self):
        self._make_overdue(self.alpha, 40)
        self.review.action_cancel()
        notice = self._of(self.alpha, self._run())
        self._use(self.levels, "email", "letter", "sms", "call")
        notice.profile_id.sudo().partner_id.phone = "+32 470 12 34 56"
        codes = [face["code"] for face in notice.get_review()["faces"]]
        self.assertEqual(codes[0], "email")
        self.assertEqual(set(codes), {"email", "letter", "sms", "call"})
        self.assertIn("High Street 1", notice.get_review("letter")["face"]["html"])
        self.assertTrue(notice.get_review("sms")["face"]["text"])
        self.assertIn("+32", notice.get_review("call")["face"]["html"])
        for odd in (None, "", "pigeon", 3, ["email"], {}):
            self.assertEqual(notice.get_review(odd)["face"]["code"], "email")

    def test_panel_writes_nothing_and_takes_few_queries(self):
        self._use(self.levels, "email", "letter", "call")
        notice = self._of(self.alpha)
        cursor = type(self.env.cr)
        execute, said = cursor.execute, []

        def record(self_, query, *args, **kwargs):
            said.append(str(query).strip()[:40].upper())
            return execute(self_, query, *args, **kwargs)

        mails = self.env["mail.mail"].search_count([])
        for face in ("email", "letter", "call"):
            # What is cached for good, is.
            notice.get_review(face)
            self.env.flush_all()
            self.env.invalidate_all()
            said.clear()
            with patch.object(cursor, "execute", record):
                notice.get_review(face)
                self.env.flush_all()
            written = [one for one in said if one.startswith(("INSERT", "UPDATE", "DELETE"))]
            self.assertFalse(written)
            # Each way asks four times: wishes, refused addresses, people. The aim is 50.
            self.assertLessEqual(len(said), 56, face)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_who_reads_what(self):
        for user in (self.biller, self.auditor):
            review = self._of(self.alpha, user=user).get_review()
            self.assertIn("700.00", review["total"])
            self.assertTrue(review["why"])
            self.assertFalse(review["faces"] or review["told"] or review["contacts"])
            self.assertFalse(any(review["may"].values()))
        with self.assertRaises(AccessError):
            self._of(self.alpha, user=self.plain).get_review()

    def test_who_does_what(self):
        for user in (self.biller, self.auditor, self.plain):
            notice = self._of(self.alpha, user=user)
            for attempt in (
                lambda own=notice: own.review_leave_out("Talks"),
                lambda own=notice: own.review_tell(self.alpha.id),
                lambda own=notice: own.review_add("More"),
                lambda own=notice: own.action_level_down(),
                lambda u=user: self.review.with_user(u).get_confirmation(),
                lambda u=user: self.review.with_user(u).action_review(),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual(set(self.review.notice_ids.mapped("state")), {"draft"})

    def test_of_another_company(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        stranger = self._make_user("review_stranger", f"{GROUPS}collector", other)
        notice = self._of(self.alpha, user=stranger)
        for attempt in (
            notice.get_review,
            lambda: notice.review_leave_out("Talks"),
            lambda: notice.review_add("More"),
            lambda: notice.review_tell(self.alpha.id),
            self.review.with_user(stranger).get_confirmation,
            self.review.with_user(stranger).action_view_letters_left,
        ):
            with self.assertRaises(AccessError):
                attempt()

    # -- what the panel does -----------------------------------------------------------

    def test_leave_out(self):
        notice = self._of(self.alpha)
        notice.review_leave_out(" Talks ", "2026-04-14")
        hold = self.env["ar.hold"].search([("partner_id", "=", self.alpha.id)])
        self.assertEqual(hold.date_to, self._day("2026-04-14"))
        self.assertTrue(notice.left_out)
        self.assertIn("Left out by hand: Talks", notice.why_now)
        review = notice.get_review()
        self.assertFalse(review["faces"])
        self.assertTrue(review["may"]["take_back"])
        notice.action_take_back()
        self.assertFalse(notice.left_out)

    def test_leave_out_refuses(self):
        notice = self._of(self.alpha)
        for reason in ("", "  ", None, 3, ["x"]):
            with self.assertRaisesRegex(UserError, "Say in a few words why"):
                notice.review_leave_out(reason)
        with self.assertRaisesRegex(UserError, "Alpha cannot be left alone until a day"):
            notice.review_leave_out("Talks", "2026-03-30")
        for day in ("soon", 5, [1]):
            with self.assertRaisesRegex(UserError, "is not a day"):
                notice.review_leave_out("Talks", day)

    def test_lower_level_is_in_the_decision(self):
        notice = self._of(self.alpha)
        self.assertEqual(notice.level_id.number, 2)
        notice.action_level_down()
        decision = self.review.line_ids.filtered(lambda line: line.partner_id == self.alpha)
        self.assertEqual((decision.level_id.number, decision.reason), (1, "lowered"))
        self.assertIn("Clara Collector", notice.why_now)

    def test_other_recipient(self):
        accounts = self._make_partner(
            "Accounts", parent_id=self.alpha.id, is_company=False, email="accounts@alpha.com"
        )
        notice = self._of(self.alpha)
        self.assertIn(accounts.id, [id_ for id_, _name in notice.get_review()["contacts"]])
        notice.review_tell(accounts.id)
        self.assertEqual(notice.goes_to, "accounts@alpha.com")
        self.assertEqual(notice.get_review()["face"]["to"], "accounts@alpha.com")
        with self.assertRaisesRegex(UserError, "no contact of Alpha"):
            notice.review_tell(self.beta.id)
        for odd in ("x", [1], -1, 2**40, 1.5):
            with self.assertRaises(UserError):
                notice.review_tell(odd)
        notice.review_tell(None)
        self.assertEqual(notice.goes_to, "alpha@example.com")

    def test_added_sentence(self):
        notice = self._of(self.alpha)
        self._use(self.levels, "email", "letter")
        notice.review_add("As <b>agreed</b>. ")
        for code in ("email", "letter"):
            html = notice.get_review(code)["face"]["html"]
            self.assertIn("As &lt;b&gt;agreed&lt;/b&gt;.", html)
        with self.assertRaisesRegex(UserError, "is no sentence"):
            notice.review_add(["x"])
        notice.review_add("")
        self.assertFalse(notice.added_text)
        self.review.action_confirm()
        with self.assertRaises(UserError):
            notice.review_add("Too late")

    # -- Confirm -----------------------------------------------------------------------

    def test_confirm_in_figures(self):
        self.beta.email = False
        told = self.review.with_user(self.collector).get_confirmation()
        self.assertEqual(told["count"], 2)
        self.assertRegex(told["sentence"], r"^1 e-mail, 1 letter, \D*1,600\.00\D*$")
        self.assertFalse(told["notes"])
        self.assertEqual(set(self.review.notice_ids.mapped("state")), {"draft"})

    def test_confirm_tells_currencies_apart(self):
        self.review.action_cancel()
        euro = self.env.ref("base.EUR")
        euro.active = True
        self._make_overdue(self.alpha, 20, 300.0, currency_id=euro.id)
        run = self._run()
        told = run.with_user(self.collector).get_confirmation()
        # One message to each customer, whatever its currencies.
        self.assertEqual(told["count"], 2)
        self.assertTrue(told["sentence"].startswith("2 e-mails, "))
        self.assertIn("1,600.00", told["sentence"])
        self.assertIn("300.00", told["sentence"])
        self.assertIn("€", told["sentence"])
        notes = self._of(self.alpha, run)[:1].get_review()["notes"]
        self.assertIn("In one message with the notice over", " ".join(notes))

    def test_confirm_says_what_does_not_leave(self):
        self._make_debtor("Gamma", days_late=20)
        self.review.action_cancel()
        run = self._run()
        self.alpha.write({"email": False, "street": False, "phone": False})
        self._of(self.beta, run).review_leave_out("Talks")
        told = run.with_user(self.collector).get_confirmation()
        self.assertEqual(told["count"], 1)
        self.assertEqual(len(told["notes"]), 2)
        self.assertIn("cannot be reached by any way", told["notes"][0])
        self.assertIn("Alpha", told["notes"][0])
        self.assertEqual(told["notes"][1], "1 were left out.")

    def test_a_collector_does_not_confirm_what_needs_an_approver(self):
        self._of(self.alpha).level_id.sudo().approval = "manager"
        told = self.review.with_user(self.collector).get_confirmation()
        self.assertEqual(told["count"], 0)
        self.assertEqual(told["sentence"], "Nothing leaves.")
        self.assertIn("2 wait for an approval: ", told["notes"][0])
        self.assertIn("waits for a manager", " ".join(self._of(self.alpha).get_review()["notes"]))
        self.review.with_user(self.collector).action_confirm()
        self.assertEqual(set(self.review.notice_ids.mapped("state")), {"draft"})
        told = self.review.with_user(self.manager).get_confirmation()
        self.assertEqual(told["count"], 2)

    def test_confirm_says_that_nobody_sends(self):
        cron = self.env.ref("ar_collections.ir_cron_dunning_send")
        cron.active = False
        told = self.review.with_user(self.collector).get_confirmation()
        self.assertIn("Nothing leaves at present.", told["notes"][-1])
        answer = self._of(self.alpha).action_confirm()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn("nothing leaves at present", answer["params"]["message"])

    # -- what is left ------------------------------------------------------------------

    def test_what_is_left_to_do(self):
        self.beta.email = False
        self._use(self.levels, "email", letter="fallback", call="always")
        self.assertFalse(self.review.anything_left)
        self.review.action_confirm()
        self._send(self.review.notice_ids)
        self.review.invalidate_recordset()
        self.assertEqual((self.review.letters_left, self.review.calls_left), (1, 2))
        letters = self.review.with_user(self.collector).action_view_letters_left()
        found = self.env["ar.dispatch"].with_user(self.collector).search(letters["domain"])
        self.assertEqual(found.partner_id, self.beta)
        calls = self.review.with_user(self.collector).action_view_calls_left()
        self.assertEqual(self.env["ar.dispatch"].search_count(calls["domain"]), 2)
        found._mark_posted(self._day("2026-03-31"))
        self.review.invalidate_recordset()
        self.assertEqual(self.review.letters_left, 0)

    def test_archived_is_said_and_not_proposed(self):
        self.review.action_cancel()
        self.alpha.active = False
        run = self._run()
        self.assertFalse(self._of(self.alpha, run))
        decision = run.line_ids.filtered(lambda line: line.partner_id == self.alpha)
        self.assertEqual(decision.reason, "archived")
