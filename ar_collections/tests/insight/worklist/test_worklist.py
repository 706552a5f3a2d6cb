"""Whom to work on today: points computed by hand, each rule, and whose list it is."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import ArCommon

TODAY = "2026-03-31"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


class ArWorklistCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ar.worklist.rule"].search([]).active = False
        cls.clara = cls._make_user("clara", COLLECTOR, name="Clara")
        cls.dora = cls._make_user("dora", COLLECTOR, name="Dora")
        cls.alpha = cls._make_debtor(cls.partner, "2026-03-01", user_id=cls.clara.id)

    @classmethod
    def _make_debtor(cls, partner, due="2026-03-01", amount=1000.0, company=None, **values):
        """The account of a customer who owes: 30 days overdue, half of it at risk."""
        if isinstance(partner, str):
            partner = cls._make_partner(partner)
        partner.write(values)
        company = company or cls.company
        cls._make_invoice(partner, amount, date="2026-01-01", due=due, company=company)
        profile = cls.env["ar.profile"].get_or_create(partner, company)
        profile.collector_id = partner.user_id
        return profile

    @classmethod
    def _rule(cls, kind, points=10.0, threshold=0, **values):
        return cls.env["ar.worklist.rule"].create(
            {"kind": kind, "points": points, "threshold": threshold, **values}
        )

    def _list(self, acting=None, **options):
        """{account: row} as the method gives them, in order."""
        self.env.flush_all()
        worklist = self.env["ar.worklist"].with_user(acting or self.env.user)
        rows = worklist.with_context(allowed_company_ids=self.company.ids).get_worklist(**options)
        return {self.env["ar.profile"].browse(row["profile_id"]): row for row in rows}

    def _row(self, profile=None):
        return self._list().get(profile or self.alpha)

    def _points(self, profile=None):
        row = self._row(profile)
        return row and row["points"]

    def _dispatch(self, **values):
        return (
            self.env["ar.dispatch"]
            .sudo()
            .create(
                {
                    "res_model": "ar.thank.you",
                    "res_id": 1,
                    "profile_id": self.alpha.id,
                    "channel": "call",
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestWorklist(ArWorklistCommon):
    # -- the amount at risk ------------------------------------------------------------

    def test_amount_at_risk_by_hand(self):
        """30 days late: payment index 50, so half of 1,000; one point for each 100."""
        row = self._row()
        self.assertEqual(row["points"], 5.0)
        self.assertEqual((row["overdue"], row["open_amount"], row["risk"]), (1000, 1000, 500))
        self.assertEqual((row["probability"], row["days_overdue"]), (0.5, 30))
        self.assertEqual(row["collector_id"], self.clara.id)
        self.assertEqual((row["company_id"], row["partner_id"]), (self.company.id, self.partner.id))
        self.assertIn("50 % likely not to be paid soon. (+5)", row["reasons"])
        self.assertEqual((row["next_step"], str(row["next_date"])), ("Call", TODAY))
        self.company.ar_worklist_amount = 50
        self.assertEqual(self._points(), 10.0)

    def test_habit_makes_it_worse(self):
        self.alpha.sudo().write({"behaviour_known": True, "behaviour_score": 20})
        self.assertEqual(self._points(), 8.0)
        self.alpha.sudo().behaviour_score = 90
        self.assertEqual(self._points(), 5.0)

    def test_ranked_and_limited(self):
        beta = self._make_debtor("Beta", amount=4000)
        gamma = self._make_debtor("Gamma", due="2026-05-01")
        self.assertEqual(list(self._list()), [beta, self.alpha])
        self.assertNotIn(gamma, self._list(), "nothing to do")
        self.assertEqual(list(self._list(limit=1)), [beta])
        queue = self.env["ar.worklist"].get_queue(company_ids=self.company.ids)
        self.assertEqual(queue, [beta.id, self.alpha.id])
        self.assertEqual(list(self._list(user=self.clara)), [self.alpha])
        self.assertEqual(list(self._list(user=self.clara.id)), [self.alpha])
        self.assertEqual(list(self._list(company_ids=[])), [])

    def test_what_is_on_hold_is_not_at_risk(self):
        other = self._make_invoice(self.partner, 600.0, date="2026-01-01", due="2026-03-01")
        self.assertEqual(self._points(), 8.0)
        hold = {"reason": "Talks", "date_from": TODAY}
        self.env["ar.hold"].create({**hold, "move_id": other.id})
        row = self._row()
        self.assertEqual((row["points"], row["overdue"]), (5.0, 1600))
        self.assertIn("600.00 on hold; the rest 50 %", row["reasons"])
        self.env["ar.hold"].create({**hold, "profile_id": self.alpha.id, "amount": 200})
        self.assertEqual(self._points(), 4.0)
        self.env["ar.hold"].create({**hold, "profile_id": self.alpha.id})
        self.assertIsNone(self._row())

    def test_credits_cover_what_is_overdue(self):
        self._pay_on_account(self.partner, 1000, "2026-03-20")
        self.assertIsNone(self._row())

    # -- rules -------------------------------------------------------------------------

    def test_age_and_no_contact(self):
        self._rule("age", 10, 30)
        self._rule("age", 20, 31)
        self._rule("no_contact", 7, 14)
        row = self._row()
        self.assertEqual(row["points"], 5 + 10 + 7)
        lines = row["reasons"].split("\n")
        self.assertEqual(len(lines), 3)
        self.assertRegex(lines[1], r"^Overdue for 30 days, .*\(\+10\)$")
        self.assertIn("Nobody has spoken", lines[2])
        talk = self._dispatch(state="delivered", outcome="will_pay", date="2026-03-10 10:00:00")
        row = self._row()
        self.assertEqual((row["points"], str(row["last_contact"])), (22, "2026-03-10"))
        self.assertIn("No talk and no answer since 03/10/2026", row["reasons"])
        talk.date = "2026-03-25 10:00:00"
        self.assertEqual(self._points(), 15)
        talk.outcome = "not_reached"
        self.assertEqual(self._points(), 22)

    def test_a_talk_today_is_done(self):
        talk = self._dispatch(state="delivered", outcome="refuses", date=TODAY + " 10:00:00")
        self.assertIsNone(self._row())
        talk.outcome = "not_reached"
        self.assertTrue(self._row())

    def test_reply(self):
        self._rule("reply", 40)
        reply = (
            self.env["ar.reply"]
            .sudo()
            .create(
                {
                    "profile_id": self.alpha.id,
                    "date_received": "2026-03-29 10:00:00",
                    "kind": "other",
                    "currency_id": self.company.currency_id.id,
                    "text": "Hello",
                }
            )
        )
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (45, "Read the reply"))
        self.assertEqual(str(row["next_date"]), "2026-03-29")
        reply._move_to("ignored")
        self.assertEqual(self._points(), 5)

    def test_call_due(self):
        self._rule("call_due", 30)
        call = self._dispatch(call_date="2026-04-07")
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (5, "Call"))
        self.assertEqual(str(row["next_date"]), "2026-04-07", "it is planned")
        call.call_date = "2026-03-30"
        self.assertEqual(self._points(), 35)
        call.channel = "visit"
        self.assertEqual(self._row()["next_step"], "Visit")

    def test_promises(self):
        self._rule("promise_due", 20)
        self._rule("broken_promise", 30, 1)
        promise = self.env["ar.promise"].create({"profile_id": self.alpha.id, "date": "2026-04-02"})
        promise.sudo()._find_holds().unlink()
        row = self._row()
        self.assertEqual(row["points"], 5)
        self.assertRegex(row["next_step"], r"^Wait for the promised \$.1,000\.00$")
        promise.sudo().date = TODAY
        row = self._row()
        self.assertEqual(row["points"], 25)
        self.assertIn("See whether", row["next_step"])
        promise.sudo()._move_to("broken", ended_on="2026-03-28")
        row = self._row()
        self.assertEqual(row["points"], 35)
        self.assertEqual(row["next_step"], "Call about the broken promise")
        self._dispatch(state="delivered", outcome="will_pay", date="2026-03-29 10:00:00")
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (35, "Call"), "it was spoken of")

    def test_a_promise_leaves_nothing_to_do(self):
        self._rule("promise_due", 20)
        self.env["ar.promise"].create({"profile_id": self.alpha.id, "date": "2026-04-10"})
        self.assertIsNone(self._row(), "all of it is on hold until then")

    def test_instalment_late(self):
        self._rule("instalment_late", 30, 1)
        lines = self._receivable(
            self.env["account.move"].search([("partner_id", "=", self.partner.id)])
        )
        plan = (
            self.env["ar.plan"]
            .sudo()
            .create(
                {
                    "profile_id": self.alpha.id,
                    "move_line_ids": [Command.set(lines.ids)],
                    "installment_count": 2,
                    "date_start": "2026-04-10",
                }
            )
        )
        self.assertEqual(self._points(), 5, "a draft")
        plan.state = "active"
        plan.installment_ids[0].date = "2026-03-10"
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (35, "Ask for the instalment"))

    def test_dispute_late(self):
        self._rule("dispute_late", 25, 1)
        lines = self._receivable(
            self.env["account.move"].search([("partner_id", "=", self.partner.id)])
        )
        dispute = self.env["ar.dispute"].create(
            {"profile_id": self.alpha.id, "move_line_ids": [Command.set(lines.ids)]}
        )
        dispute.sudo().date_opened = "2026-03-01"
        dispute.sudo().deadline = TODAY
        self.assertIsNone(self._row(), "all is disputed, and not late yet")
        dispute.sudo().deadline = "2026-03-30"
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (25, "Answer the dispute"))
        self.assertIn("All that is overdue is on hold.", row["reasons"])

    def test_case_date(self):
        self._rule("case_date", 25, 3)
        lines = self._receivable(
            self.env["account.move"].search([("partner_id", "=", self.partner.id)])
        )
        case = self.env["ar.case"].create(
            {
                "profile_id": self.alpha.id,
                "kind": "agency",
                "move_line_ids": [Command.set(lines.ids)],
            }
        )
        case.sudo().write({"state": "open", "date_next": "2026-04-04"})
        self.assertEqual(self._points(), 5)
        self.env["ar.case.event"].create(
            {"case_id": case.id, "name": "Hearing", "date": "2026-04-02"}
        )
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (30, "See to the case: Hearing"))

    def test_limitation(self):
        self._rule("limitation", 40, 90)
        old = self._make_debtor("Old", due="2023-05-01")
        line = self.env["account.move.line"].search(
            [("partner_id", "=", old.partner_id.id), ("account_type", "=", "asset_receivable")]
        )
        old.partner_id.country_id = self.env.ref("base.cn")
        limit = self.env["ar.open.item"].browse(line.id).limitation_date
        self.assertEqual(str(limit), "2026-05-01")
        self.assertNotIn("Save", self._row(old)["next_step"])
        self.env["ar.limitation.warning"].sudo()._warn_company(self.company)
        row = self._row(old)
        self.assertEqual(row["points"], 10 + 40)
        self.assertIn("in 31 days", row["reasons"])
        self.assertIn("Save the claim", row["next_step"])

    def test_who_the_customer_is(self):
        self._rule("key_account", 10)
        self._rule("years", -5, 1)
        self._rule("bounced", 15)
        self._rule("grade", 12, 40)
        self._rule("limit_used", 11, 100)
        self.assertEqual(self._points(), 5)
        self.alpha.key_account = True
        self.assertEqual(self._points(), 15)
        self.alpha.phone_wrong = True
        row = self._row()
        self.assertEqual((row["points"], row["next_step"]), (30, "Find the right contact data"))
        grade = self.env["ar.credit.rating"].search([], limit=1)
        self.alpha.sudo().write({"rating_id": grade.id, "score": 40})
        self.assertEqual(self._points(), 42)
        self.env["ar.credit.limit"].sudo()._set_permanent(self.alpha, 1100, reason="Test")
        self.assertEqual(self._points(), 42)
        self.env["ar.credit.limit"].sudo()._set_permanent(self.alpha, 800, reason="Test")
        row = self._row()
        self.assertEqual(row["points"], 53)
        self.assertIn("125 % of the credit limit of", row["reasons"])
        paid = self._make_invoice(self.partner, 10.0, date="2024-03-01")
        self._pay(paid, 10.0, "2024-03-02")
        row = self._row()
        self.assertEqual(row["points"], 48)
        self.assertIn("A customer for 2 years. (−5)", row["reasons"])

    def test_rules_of_a_company_replace_those_for_all(self):
        self._rule("age", 10, 1)
        self._rule("age", 99, 20)
        self.assertEqual(self._points(), 104)
        own = self._rule("age", 1, 1, company_id=self.company.id)
        self.assertEqual(self._points(), 6)
        own.active = False
        self.assertEqual(self._points(), 104)
        with self.assertRaises(ValidationError):
            self._rule("reply", 0)
        with self.assertRaises(ValidationError):
            self._rule("bounced", 1, 5)
        self.assertIn("days", self._rule("age", 1, 7).figure.lower())

    # -- minimum, cap, by hand ---------------------------------------------------------

    def test_minimum_and_cap(self):
        self.company.ar_worklist_minimum = 6
        self.assertIsNone(self._row())
        self.company.ar_worklist_minimum = 0
        beta = self._make_debtor("Beta", amount=4000, user_id=self.clara.id)
        key = self._make_debtor("Key", amount=100, user_id=self.clara.id)
        key.key_account = True
        dora = self._make_debtor("Dora's", amount=50, user_id=self.dora.id)
        nobody = self._make_debtor("Nobody's", amount=40)
        self.company.ar_worklist_cap = 1
        self.assertEqual(list(self._list()), [beta, key, dora, nobody])
        beta.with_user(self.clara).action_worklist_done()
        self.assertEqual(list(self._list()), [key, dora, nobody], "one was done today")
        self.company.ar_worklist_cap = 2
        self.assertEqual(list(self._list()), [self.alpha, key, dora, nobody])

    def test_done_and_later(self):
        row = self.env["ar.worklist"].with_user(self.clara).search([("id", "=", self.alpha.id)])
        self.assertEqual(row.profile_id, self.alpha)
        row.action_done()
        self.assertIsNone(self._row())
        row.action_done()
        self.assertEqual(
            self.env["ar.worklist.pause"].search_count([("profile_id", "=", self.alpha.id)]), 1
        )
        with freeze_time("2026-04-01 12:00:00"):
            self.assertTrue(self._row())
            action = row.action_later()
            self.env[action["res_model"]].with_context(**action["context"]).with_user(
                self.clara
            ).create({"date_to": "2026-04-03"})
            self.assertIsNone(self._row())
        with freeze_time("2026-04-04 12:00:00"):
            self.assertTrue(self._row())

    def test_what_was_put_off_is_shown_and_brought_back(self):
        rows = self.env["ar.worklist"].with_user(self.clara)
        put_off = [("active", "=", False)]
        self.assertFalse(rows.search(put_off))
        self.env["ar.worklist.pause"].with_user(self.clara).create(
            {
                "profile_id": self.alpha.id,
                "date_from": "2026-03-30",
                "date_to": "2026-04-02",
                "reason": "On a fair",
            }
        )
        self.assertIsNone(self._row())
        row = rows.search(put_off)
        self.assertEqual((row.profile_id, str(row.put_off_until)), (self.alpha, "2026-04-02"))
        self.assertIn("Put off until 04/02/2026: On a fair", row.why)
        self.company.ar_worklist_cap = 1
        beta = self._make_debtor("Beta", amount=4000, user_id=self.clara.id)
        self.assertEqual(list(self._list()), [beta], "no cap counts what is put off")
        row.action_bring_back()
        self.company.ar_worklist_cap = 0
        self.assertTrue(self._row())
        pause = self.env["ar.worklist.pause"].search([("profile_id", "=", self.alpha.id)])
        self.assertEqual(str(pause.date_to), "2026-03-30", "what is over stays on record")
        self.alpha.with_user(self.clara).action_worklist_done()
        row = rows.search(put_off)
        self.assertIn("Done for today by Clara.", row.why)
        row.action_bring_back()
        self.assertFalse(rows.search(put_off))
        self.assertTrue(self._row())
        row.action_bring_back()
        with self.assertRaises(AccessError):
            pause.with_user(self._make_user("reader", "base.group_user")).action_bring_back()

    def test_a_lead_plans_absences_of_the_team(self):
        erna = self._make_user("erna", COLLECTOR, name="Erna")
        self.dora.sudo().ar_lead_id = self.clara
        absences = self.env["ar.absence"]
        until = {"date_to": "2026-04-02"}
        own = absences.with_user(self.dora).create({**until, "deputy_id": self.clara.id})
        self.assertEqual(own.user_id, self.dora)
        led = absences.with_user(self.clara)
        led.create({**until, "user_id": self.dora.id, "deputy_id": erna.id})
        self.assertEqual(len(led.search([("in_my_team", "=", True)])), 2)
        self.assertFalse(absences.with_user(erna).search([("in_my_team", "=", True)]))
        self.assertEqual(len(absences.with_user(erna).search([])), 2, "deputies are told")
        for user, whose in ((self.dora, self.clara), (erna, self.dora), (self.clara, erna)):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                absences.with_user(user).create(
                    {**until, "user_id": whose.id, "deputy_id": (self.clara - whose or erna).id}
                )

    def test_bump(self):
        action = self.alpha.with_user(self.clara).action_worklist_bump()
        bumps = self.env["ar.worklist.bump"].with_user(self.clara)
        bump = bumps.with_context(**action["context"]).create(
            {"points": 30, "reason": "The boss asked", "date_to": "2026-04-02"}
        )
        row = self._row()
        self.assertEqual((row["points"], row["bump"]), (35, 30))
        self.assertIn("Clara, until 04/02/2026: The boss asked (+30)", row["reasons"])
        with freeze_time("2026-04-03 12:00:00"):
            self.assertEqual(self._row()["bump"], 0)
        bump.date_to = TODAY
        with self.assertRaises(UserError):
            bump.points = 99
        for values in ({"points": 0}, {"reason": " "}, {"date_to": "2026-03-01"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["ar.worklist.bump"].create(
                    {
                        "profile_id": self.alpha.id,
                        "points": 1,
                        "reason": "x",
                        "date_to": TODAY,
                        **values,
                    }
                )
        calm = self._make_debtor("Calm", due="2026-06-01")
        self.env["ar.worklist.bump"].create({"profile_id": calm.id, "points": 9, "reason": "New"})
        self.assertEqual(self._points(calm), 9, "without anything overdue")

    # -- who ---------------------------------------------------------------------------

    def test_deputies(self):
        absence = (
            self.env["ar.absence"]
            .with_user(self.clara)
            .create({"deputy_id": self.dora.id, "date_to": "2026-04-02", "user_id": self.clara.id})
        )
        self.assertTrue(absence.in_force)
        self.assertEqual(list(self._list(user=self.dora)), [self.alpha])
        self.assertEqual(list(self._list(user=self.clara)), [])
        self.assertEqual(self.alpha.collector_id, self.clara, "nothing is written")
        with freeze_time("2026-04-03 12:00:00"):
            self.assertEqual(list(self._list(user=self.clara)), [self.alpha])
        foreign = self._make_user(
            "foreign", COLLECTOR, self.env["res.company"].create({"name": "Foreign"})
        )
        absence.sudo().deputy_id = foreign
        self.assertEqual(list(self._list(user=self.clara)), [self.alpha], "of no use here")
        with self.assertRaises(ValidationError):
            absence.sudo().deputy_id = self.clara
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.env["ar.absence"].with_user(self.dora).create(
                {"user_id": self.clara.id, "deputy_id": self.dora.id, "date_to": TODAY}
            )

    def test_team(self):
        boss = self._make_user("boss", MANAGER)
        (self.clara | self.dora).sudo().ar_lead_id = boss
        domain = [("in_my_team", "=", True)]
        for user in (boss, self.dora):
            rows = self.env["ar.worklist"].with_user(user).search(domain)
            self.assertEqual(rows.profile_id.ids, self.alpha.ids)
        other = self._make_user("other", COLLECTOR)
        self.assertFalse(self.env["ar.worklist"].with_user(other).search(domain))

    def test_for_me(self):
        """One's own and nobody's; a manager who collects from nobody begins with all."""
        nobody = self._make_debtor("Nobody's", amount=200)
        dora = self._make_debtor("Dora's", amount=100, user_id=self.dora.id)
        boss = self._make_user("boss", MANAGER)
        everything = self.alpha | nobody | dora

        def search(user):
            rows = self.env["ar.worklist"].with_user(user).search([("for_me", "=", True)])
            self.assertEqual(rows.filtered("for_me"), rows)
            return rows.profile_id.with_env(self.env)

        self.assertEqual(search(self.clara), self.alpha | nobody)
        self.assertEqual(search(boss), everything)
        dora.action_worklist_done()
        self.assertEqual(search(self.dora), nobody, "the own ones are done")

    def test_archived(self):
        self.clara.active = False
        self.partner.active = False
        row = self._row()
        self.assertEqual((row["points"], row["collector_id"]), (5, False))

    # -- rights and companies ----------------------------------------------------------

    def test_rights(self):
        for number, groups in enumerate(
            ("base.group_user", "ar_collections.ar_collections_group_sales", "base.group_portal")
        ):
            user = self._make_user(f"outsider {number}", groups)
            for ask in (
                lambda one: one.get_worklist(),
                lambda one: one.get_queue(),
                lambda one: one.search([]),
            ):
                with (
                    self.assertRaises(AccessError),
                    mute_logger("odoo.addons.base.models.ir_model"),
                ):
                    ask(self.env["ar.worklist"].with_user(user))
        foreign = self.env["res.company"].create({"name": "Foreign Ltd"})
        with self.assertRaises(AccessError) as caught:
            self._list(self.clara, company_ids=[foreign.id])
        self.assertNotIn("Foreign", str(caught.exception))
        for odd in ("x", [[1]], {"a": 1}, 1.5, 10**20, -1, True):
            for name in ("user", "company_ids", "limit"):
                with self.subTest(name=name, odd=odd):
                    try:
                        self._list(self.clara, **{name: odd})
                    except UserError as error:
                        self.assertTrue(str(error).strip())

    def test_companies_and_branches(self):
        self._add_companies()
        branch = self._make_debtor("North", company=self.branch)
        other = self._make_debtor("Other's", company=self.other)
        worklist = self.env["ar.worklist"].with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(worklist.get_queue(), self.alpha.ids)
        everywhere = (self.company | self.branch | self.other).ids
        worklist = worklist.with_context(allowed_company_ids=everywhere)
        self.assertEqual(set(worklist.get_queue()), {self.alpha.id, branch.id, other.id})
        self.assertEqual(worklist.get_queue(company_ids=self.other.ids), other.ids)
        self.assertEqual(self.env["ar.worklist"].with_user(self.clara).get_queue(), self.alpha.ids)
        self._rule("age", 10, 1, company_id=self.company.id)
        found = {row["profile_id"]: row["points"] for row in worklist.get_worklist()}
        self.assertEqual(
            (found[self.alpha.id], found[branch.id], found[other.id]),
            (15, 15, 5),
            "a branch follows the rules of the company above",
        )

    # -- screens -----------------------------------------------------------------------

    def test_search_group_and_open(self):
        self._rule("age", 10, 1)
        beta = self._make_debtor("Beta", amount=4000, user_id=self.dora.id)
        worklist = self.env["ar.worklist"].with_user(self.clara)
        found = worklist.web_search_read(
            [("collector_id", "=", self.clara.id)],
            {"points": {}, "partner_id": {"fields": {"display_name": {}}}, "reasons": {}},
        )
        self.assertEqual([row["points"] for row in found["records"]], [15])
        self.assertIn("50 % likely", found["records"][0]["reasons"])
        groups = worklist.web_read_group([], ["collector_id"], ["overdue:sum", "__count"])["groups"]
        self.assertEqual(
            {group["collector_id"][0]: group["overdue:sum"] for group in groups},
            {self.clara.id: 1000, self.dora.id: 4000},
        )
        self.assertEqual(
            worklist.search([("kinds", "ilike", "age")], order="overdue").ids,
            [
                self.alpha.id,
                beta.id,
            ],
        )
        self.assertEqual(worklist.search([("partner_id", "ilike", "beta")]).ids, beta.ids)
        action = worklist.action_start()
        self.assertEqual(
            action["params"], {"profile_id": self.alpha.id, "profile_ids": self.alpha.ids}
        )
        action = worklist.browse(beta.id).action_open()
        self.assertEqual(action["params"], {"profile_id": beta.id, "profile_ids": beta.ids})
        self.alpha.with_user(self.clara).action_worklist_done()
        self.assertEqual(worklist.action_start()["tag"], "display_notification")

    def test_no_query_for_each_customer(self):
        """Ten customers with rules of all kinds cost what one does."""
        for kind in self.env["ar.worklist.rule"]._get_kinds():
            self._rule(kind, 1, 0)
        worklist = self.env["ar.worklist"].with_user(self.clara)
        fields = {"points": {}, "reasons": {}, "next_step": {}, "collector_id": {}}

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = worklist.web_search_read([], fields, limit=80)
            return len(rows["records"]), self.cr.sql_log_count - before

        count()
        one = count()
        for number in range(10):
            self._make_debtor(f"Many {number}", user_id=self.dora.id)
        many = count()
        self.assertEqual((one[0], many[0]), (1, 11))
        self.assertLessEqual(many[1], one[1] + 2)
        self.assertLessEqual(many[1], 60)
