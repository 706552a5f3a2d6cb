"""The account as cockpit: figures, items and what is done with them, what was said and done."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ....models.insight.cockpit.ar_profile_rows import Mark
from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
SALES = "ar_collections.ar_collections_group_sales"
TODAY = "2026-03-31"
ODD = (None, "", "x", 0, -1, 2**31, 10**20, 1.5, [[1]], ["1"], {"a": 1}, [None], 2**31 - 1)
MANY = 300


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 12:00:00")
class TestCockpit(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(10, 30)
        cls.old = cls._make_invoice(amount=1000.0, due="2026-01-30", ref="PO 77")
        cls.late = cls._make_invoice(amount=500.0, due="2026-03-26")
        cls.coming = cls._make_invoice(amount=250.0, date="2026-03-01", due="2026-04-20")
        cls.profile = cls.env["ar.profile"].search(
            [("partner_id", "=", cls.partner.id), ("company_id", "=", cls.company.id)]
        )
        cls.other_partner = cls._make_partner("Beta Works")
        cls.other_invoice = cls._make_invoice(cls.other_partner, amount=70.0, due="2026-02-01")
        cls.collector = cls._make_user("cockpit_collector", COLLECTOR)
        cls.biller = cls._make_user("cockpit_biller", "account.group_account_invoice")
        cls.auditor = cls._make_user("cockpit_auditor", "account.group_account_readonly")

    def _card(self, code, user=None):
        profile = self.profile.with_user(user or self.collector)
        return next((one for one in profile.read_cockpit() if one["code"] == code), None)

    def _lines(self, code, user=None):
        return {line["text"]: line["value"] for line in self._card(code, user)["lines"]}

    def _plain(self, text):
        return text.replace("\xa0", " ")

    def _page(self, user=None, **options):
        return self.profile.with_user(user or self.collector).read_open_items(**options)

    def _do(self, code, moves, user=None):
        ids = self._receivable(moves).ids
        return self.profile.with_user(user or self.collector).run_item_action(code, ids)

    # -- the cards ---------------------------------------------------------------------

    def test_what_is_owed(self):
        card = self._card("owed")
        self.assertEqual(self._plain(card["value"]), "$ 1,500.00")
        self.assertEqual(card["tone"], "danger")
        self.assertEqual(self._plain(self._lines("owed")["Open"]), "$ 1,750.00")
        self.assertEqual(self._lines("owed")["Oldest"], "60 days late")
        bars = [(bar["label"], self._plain(bar["value"]), bar["share"]) for bar in card["bars"]]
        self.assertEqual(
            bars,
            [
                ("Not due", "$ 250.00", 14.3),
                ("1-30", "$ 500.00", 28.6),
                ("31-60", "$ 1,000.00", 57.1),
            ],
        )

    def test_how_the_customer_pays(self):
        self._pay(self.old, 1000.0, "2026-03-01")
        lines = self._lines("pays")
        [label] = [text for text in lines if text.startswith("Last payment")]
        self.assertEqual(label, "Last payment, 03/01/2026")
        self.assertEqual(self._plain(lines[label]), "$ 1,000.00")
        # 1,000 paid 30 days late, 500 that are 5 days late now.
        self.assertEqual(self._card("pays")["value"], "22 days late")

    def test_the_next_reminder(self):
        card = self._card("next")
        self.assertEqual((card["value"], card["hint"]), ("03/31/2026", "1. Level 1: 1 item"))
        self._remind()
        self.profile.invalidate_recordset()
        # The one of 5 days gets its first level when it is 10 days late.
        card = self._card("next")
        self.assertEqual((card["value"], card["hint"]), ("04/05/2026", "1. Level 1: 1 item"))

    def test_a_promise_comes_next(self):
        self.env["ar.promise"].create(
            {"profile_id": self.profile.id, "date": "2026-04-10", "amount": 1500.0}
        )
        card = self._card("agreed")
        self.assertEqual(card["value"], "Promised for 04/10/2026")
        self.assertEqual(self._plain(card["hint"]), "$ 0.00 of $ 1,500.00 paid")
        card = self._card("next")
        self.assertEqual(card["value"], "04/10/2026")
        self.assertEqual(self._plain(card["hint"]), "Promise: $ 1,500.00")
        # What is promised is held until its last day, and reminded of after it.
        self.assertEqual(
            [(line["text"], line["value"]) for line in card["lines"]],
            [("1. Level 1: 2 items", "04/13/2026")],
        )

    def test_a_broken_promise_is_told_for_a_month(self):
        promises = self.env["ar.promise"]
        promises.create({"profile_id": self.profile.id, "date": "2026-04-10", "amount": 1500.0})
        with freeze_time("2026-04-20 12:00:00"):
            promises.sudo().search([("profile_id", "=", self.profile.id)])._settle()
            self.profile.invalidate_recordset()
            card = self._card("agreed")
            self.assertEqual(card["value"], "Promise of 04/10/2026 broken")
            self.assertEqual(card["tone"], "danger")
        with freeze_time("2026-06-20 12:00:00"):
            self.profile.invalidate_recordset()
            self.assertEqual(self._card("agreed")["value"], "Nothing")

    def test_a_hold_of_what_has_no_line_is_told(self):
        """An answer, or a difference of a confirmed balance, holds an item: nobody else says so."""
        talk = self.env["ar.talk"]._begin(self.profile)
        origin = talk if talk._name == "ar.dispatch" else talk.dispatch_ids
        self.env["ar.hold"].sudo().create(
            {
                "move_id": self.late.id,
                "date_from": TODAY,
                "reason": "Looks for the payment",
                "origin_ref": f"{origin._name},{origin.id}",
            }
        )
        self.assertEqual(self._card("agreed")["value"], "1 item on hold")
        self.assertTrue(self._marks()[self.late.name]["hold"])

    def test_a_hold_of_the_customer_is_told(self):
        self.env["ar.hold"].create(
            {"profile_id": self.profile.id, "date_to": "2026-04-15", "reason": "Talks"}
        )
        card = self._card("agreed")
        self.assertEqual((card["value"], card["hint"]), ("On hold until 04/15/2026", "Talks"))

    def test_contact(self):
        self.partner.write(
            {"phone": "030 12345678", "country_id": self.env.ref("base.de").id, "tz": "Asia/Tokyo"}
        )
        card = self._card("contact")
        lines = {line["text"]: line for line in card["lines"]}
        self.assertEqual(lines["Phone"]["link"], "tel:+49-30-12345678")
        self.assertEqual(lines["Time there"]["value"], "21:00 (Asia/Tokyo)")
        self.assertEqual(lines["E-mail"]["link"], "mailto:alpha@example.com")

    # -- the items ---------------------------------------------------------------------

    def test_items_of_a_page(self):
        page = self._page()
        self.assertEqual(page["count"], 3)
        self.assertEqual(
            [(one["number"], one["days"], self._plain(one["open"])) for one in page["items"]],
            [
                (self.old.name, 60, "$ 1,000.00"),
                (self.late.name, 5, "$ 500.00"),
                (self.coming.name, 0, "$ 250.00"),
            ],
        )
        self.assertEqual(page["items"][0]["reference"], "PO 77")
        [total] = page["sums"]
        self.assertEqual(
            (self._plain(total["amount"]), total["count"], total["overdue"]), ("$ 1,750.00", 3, 2)
        )
        self.assertEqual(
            [one["number"] for one in self._page(offset=1, limit=1)["items"]], [self.late.name]
        )
        self.assertEqual(self._page(order="due", backwards=True)["items"][0]["days"], 0)
        self.assertEqual(self._page(order="amount")["items"][0]["amount"], 1000.0)

    def test_currencies_are_not_added(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        self._make_invoice(amount=800.0, due="2026-02-01", currency_id=euro.id)
        sums = {one["currency_id"]: one["count"] for one in self._page()["sums"]}
        self.assertEqual(sums, {self.company.currency_id.id: 3, euro.id: 1})
        amounts = {self._plain(one["amount"]) for one in self._page()["sums"]}
        self.assertIn("$ 1,750.00", amounts)
        self.assertTrue(any("800.00" in amount for amount in amounts))

    def _marks(self, user=None):
        """{number of an item: {code: label}}"""
        return {
            item["number"]: {mark["code"]: self._plain(mark["label"]) for mark in item["marks"]}
            for item in self._page(user)["items"]
        }

    def test_what_was_said_about_an_item(self):
        line = self._receivable(self.old)
        self.env["ar.promise"].create(
            {
                "profile_id": self.profile.id,
                "date": "2026-04-10",
                "amount": 1000.0,
                "move_line_ids": [(6, 0, line.ids)],
            }
        )
        self.env["ar.hold"].create(
            {"move_id": self.late.id, "date_to": "2026-04-03", "reason": "Talks"}
        )
        marks = self._marks()
        self.assertEqual(marks[self.old.name], {"promise": "promised: 04/10/2026"})
        self.assertEqual(marks[self.late.name], {"hold": "hold: By hand → 04/03/2026"})
        self.assertEqual(marks[self.coming.name], {})

    def test_a_promise_that_names_no_items_is_marked_by_what_it_holds(self):
        """The oldest first, as much as was promised."""
        promises = self.env["ar.promise"]
        promises.create({"profile_id": self.profile.id, "date": "2026-04-10", "amount": 1200.0})
        marks = self._marks()
        self.assertEqual(marks[self.old.name], {"promise": "promised: 04/10/2026"})
        self.assertEqual(marks[self.late.name], {"promise": "promised: $ 200.00 for 04/10/2026"})
        self.assertEqual(marks[self.coming.name], {})

    def test_all_of_it_is_promised(self):
        self.env["ar.promise"].create({"profile_id": self.profile.id, "date": "2026-04-10"})
        for number, marks in self._marks().items():
            self.assertEqual(marks, {"promise": "promised: 04/10/2026"}, number)

    def _open_case(self, kind, moves):
        case = self.env["ar.case"].create(
            {
                "profile_id": self.profile.id,
                "kind": kind,
                "move_line_ids": [(6, 0, self._receivable(moves).ids)],
            }
        )
        case.action_hand_over()
        self.assertEqual(case.state, "open")
        return case

    def test_what_was_handed_over_is_marked(self):
        case = self._open_case("agency", self.old)
        marks = self._marks()
        self.assertEqual(marks[self.old.name], {"case": f"Collection agency: {case.name}"})
        self.assertEqual(marks[self.late.name], {})

    def test_of_an_insolvent_customer_all_is_marked(self):
        case = self._open_case("insolvency", self.old)
        for number, marks in self._marks().items():
            self.assertEqual(marks, {"case": f"Insolvency: {case.name}"}, number)

    def test_another_add_on_adds_a_mark(self):
        """An entry and a method are all that it takes: the template shows what there is."""
        account = type(self.profile)
        marks = account._get_marks

        def find(this, rows):
            return {row["id"]: "at the customs" for row in rows if row["name"] == self.old.name}

        with (
            patch.object(
                account,
                "_get_marks",
                lambda this: {**marks(this), "customs": Mark("ar.profile", "warning")},
            ),
            patch.object(account, "_mark_customs", find, create=True),
        ):
            items = {item["number"]: item["marks"] for item in self._page()["items"]}
        shown = {"code": "customs", "label": "at the customs", "tone": "warning"}
        self.assertEqual(items[self.old.name], [shown])
        self.assertFalse(items[self.late.name])

    def test_odd_arguments(self):
        profile = self.profile.with_user(self.collector)
        timeline = self.env["ar.timeline"].with_user(self.collector)
        calls = {
            "offset": lambda odd: profile.read_open_items(offset=odd),
            "limit": lambda odd: profile.read_open_items(limit=odd),
            "order": lambda odd: profile.read_open_items(order=odd),
            "backwards": lambda odd: profile.read_open_items(backwards=odd),
            "code": lambda odd: profile.run_item_action(odd, []),
            "ids": lambda odd: profile.run_item_action("dispute", odd),
            "profile": timeline.read_page,
            "before": lambda odd: timeline.read_page(profile.id, odd),
            "seen": lambda odd: timeline.read_page(profile.id, None, odd),
            "entries": lambda odd: timeline.read_page(profile.id, limit=odd),
            "kinds": lambda odd: timeline.read_page(profile.id, kinds=odd),
            "key": lambda odd: timeline.read_text(profile.id, odd),
        }
        for name, call in calls.items():
            for odd in ODD:
                with self.subTest(call=name, odd=odd):
                    try:
                        with self.env.cr.savepoint():
                            call(odd)
                    except UserError as error:
                        self.assertTrue(str(error).strip())

    # -- what is done with ticked items ------------------------------------------------

    def test_dialogs_know_the_ticked_items(self):
        ids = self._receivable(self.old | self.late).ids
        for code in ("promise", "dispute", "plan", "hand_over", "hold", "copies"):
            with self.subTest(code=code):
                action = self._do(code, self.old | self.late)
                told = action["context"]["default_move_line_ids"]
                told = told[0][2] if isinstance(told[0], (list, tuple)) else told
                self.assertEqual(sorted(told), sorted(ids))

    def test_a_reminder_of_the_ticked_items_alone(self):
        other = self._make_invoice(amount=300.0, due="2026-02-10")
        action = self._do("remind", self.old)
        run = self.env["ar.dunning.run"].browse(action["res_id"])
        line = self._receivable(self.old)
        self.assertEqual(run.move_line_ids, line)
        self.assertEqual(run.notice_ids._get_item_lines().move_line_id, line)
        self.assertEqual(run.notice_ids.amount_total, 1000.0)
        self.assertEqual(run.line_ids.move_line_id, line, "decisions about these alone")
        run.action_cancel()
        # All of it is the button's of the account.
        action = self.profile.with_user(self.collector).action_remind()
        run = self.env["ar.dunning.run"].browse(action["res_id"])
        self.assertEqual(
            run.notice_ids._get_item_lines().move_line_id, line | self._receivable(other)
        )

    def test_what_is_not_asked_of_the_ticked_is_said(self):
        """Of one that is not due nothing is asked: the sentence names it, and the rest goes on."""
        action = self._do("remind", self.old | self.coming)
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(self.coming.name, action["params"]["message"])
        self.assertNotIn(self.old.name, action["params"]["message"])
        run = self.env["ar.dunning.run"].browse(action["params"]["next"]["res_id"])
        self.assertEqual(run.notice_ids._get_item_lines().move_line_id, self._receivable(self.old))

    def test_where_nothing_is_due_the_ticked_items_are_told_of(self):
        action = self._do("remind", self.coming)
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn(self.coming.name, wizard.what_next)
        self.assertNotIn(self.old.name, wizard.what_next)
        statement = wizard.action_make_statements()["context"]["default_move_line_ids"]
        self.assertEqual(statement[0][2], self._receivable(self.coming).ids)

    def _make_statement(self, moves, **values):
        action = self._do("statement", moves)
        wizard = (
            self.env["ar.statement.make"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create(values)
        )
        return self.env["ar.statement"].browse(wizard.action_make()["res_id"])

    def test_a_statement_of_the_ticked_items_alone(self):
        statement = self._make_statement(self.old | self.coming)
        self.assertEqual(statement.kind, "open")
        self.assertEqual(statement.line_ids.move_line_id, self._receivable(self.old | self.coming))
        self.assertEqual(statement.closing_balance, 1250.0)
        # Whoever reads it knows that it is not all.
        self.assertEqual(statement.text_title, "Statement of Chosen Items")
        # It neither stands in the way of a whole one, nor of one of other items.
        whole = statement.create({"partner_id": self.partner.id, "date_to": TODAY})
        self.assertEqual(whole.closing_balance, 1750.0)
        other = self._make_statement(self.late)
        for one in (statement, whole, other):
            one.sudo().write({"queued": True})
        self.env.flush_all()
        again = self._make_statement(self.coming | self.old)
        self.assertEqual(again.part_key, statement.part_key)
        again = again.copy()
        self.assertEqual(again.line_ids.move_line_id, statement.line_ids.move_line_id)

    def test_chosen_items_are_no_balance_to_confirm(self):
        with self.assertRaisesRegex(UserError, "no balance that Alpha Trading"):
            self._make_statement(self.old, ask_confirmation=True)
        with self.assertRaisesRegex(UserError, "stated as open items"):
            self._make_statement(self.old, kind="activity")
        with self.assertRaisesRegex(UserError, "Alpha Trading alone"):
            self.env["ar.statement"].with_user(self.collector).create(
                {
                    "partner_id": self.partner.id,
                    "date_to": TODAY,
                    "move_line_ids": [(6, 0, self._receivable(self.other_invoice).ids)],
                }
            )

    def test_charges_of_the_ticked_items_alone(self):
        rule = self.env["ar.interest.rule"].create(
            {"name": "Ten", "basis": "agreed", "agreed_rate": 10.0}
        )
        self.policy.level_ids.interest_rule_id = rule
        later = self._make_invoice(amount=400.0, due="2026-02-01")
        action = self._do("charge", self.old)
        charges = self.env["ar.charge"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual(charges.move_line_id, self._receivable(self.old))
        self.assertEqual(self.env["ar.charge"].search(action["domain"]), charges)
        self._do("charge", later)
        charges = self.env["ar.charge"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual(charges.move_line_id, self._receivable(self.old | later))

    def test_items_of_others_are_refused(self):
        for code in self.profile._get_item_actions():
            with self.subTest(code=code), self.assertRaisesRegex(UserError, "Alpha Trading"):
                self._do(code, self.old | self.other_invoice)
        with self.assertRaisesRegex(UserError, "Tick open items"):
            self._do("dispute", self.env["account.move"])

    def test_items_are_held(self):
        action = self._do("hold", self.old | self.late)
        wizard = (
            self.env["ar.hold.place"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create({"reason": "Court holiday", "date_to": "2026-04-30"})
        )
        wizard.action_place()
        holds = self.env["ar.hold"]._in_force(self.profile)
        self.assertEqual(holds.move_line_id, self._receivable(self.old | self.late))
        self.assertEqual(set(holds.mapped("reason_text")), {"Court holiday"})
        with self.assertRaisesRegex(UserError, "over already"):
            wizard.date_to = "2026-03-01"
            wizard.action_place()

    def test_holds_of_others_items_are_refused(self):
        wizard = (
            self.env["ar.hold.place"]
            .with_user(self.collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [(6, 0, self._receivable(self.other_invoice).ids)],
                    "reason": "Not theirs",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "Alpha Trading"):
            wizard.action_place()

    def test_copies_go_to_a_contact_of_the_customer(self):
        action = self._do("copies", self.old)
        wizard = (
            self.env["ar.invoice.copies"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.names, self.old.name)
        self.assertEqual(wizard.contact_id, self.partner)
        wizard.contact_id = self.other_partner
        with self.assertRaisesRegex(UserError, "Alpha Trading"):
            wizard.action_send()

    def test_done_for_today(self):
        self.profile.with_user(self.collector).action_done_for_today()
        self.assertIn("Done for today", self.profile.message_ids[0].body)
        self.assertEqual(self.profile.message_ids[0].author_id, self.collector.partner_id)
        with self.assertRaises(AccessError):
            self.profile.with_user(self.biller).action_done_for_today()

    # -- rights ------------------------------------------------------------------------

    def test_who_reads_does_not_write(self):
        for user in (self.biller, self.auditor):
            with self.subTest(user=user.login):
                self.assertEqual(self._plain(self._card("owed", user)["value"]), "$ 1,500.00")
                # Open items are the collectors' and the salespeople's.
                with self.assertRaises(AccessError):
                    self._page(user)
                self.env["ar.timeline"].with_user(user).read_page(self.profile.id)
                with self.assertRaises(AccessError):
                    self._do("dispute", self.old, user)
                with self.assertRaises(AccessError):
                    self.profile.with_user(user).action_log_call()
                with self.assertRaises(AccessError):
                    self.profile.with_user(user).action_write()

    def test_others_see_nothing(self):
        plain = self._make_user("cockpit_plain", "base.group_user")
        for user in (plain, self._make_user("cockpit_sales", SALES)):
            profile = self.profile.with_user(user)
            for call in (
                profile.read_cockpit,
                profile.read_expected,
                profile.read_open_items,
                lambda one=user: self.env["ar.timeline"].with_user(one).read_page(self.profile.id),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_other_companies_are_closed(self):
        other = self.env["res.company"].create({"name": "Foreign Ltd"})
        foreign = self._make_user("cockpit_foreign", COLLECTOR, other)
        with self.assertRaises(AccessError):
            self.profile.with_user(foreign).read_cockpit()
        with self.assertRaises(AccessError):
            self.env["ar.timeline"].with_user(foreign).read_page(self.profile.id)

    # -- what was said and done --------------------------------------------------------

    def _entries(self, **options):
        timeline = self.env["ar.timeline"].with_user(self.collector)
        return timeline.read_page(self.profile.id, **options)

    def _say(self, text, moment):
        return (
            self.env["ar.reply"]
            .sudo()
            .create(
                {
                    "profile_id": self.profile.id,
                    "date_received": moment,
                    "text": text,
                    "kind": "other",
                    "currency_id": self.company.currency_id.id,
                }
            )
        )

    def test_what_was_said_and_done(self):
        self._say("We look for the goods.", "2026-03-20 08:00:00")
        self.env["ar.promise"].create(
            {"profile_id": self.profile.id, "date": "2026-04-10", "amount": 400.0}
        )
        self._pay(self.old, 100.0, "2026-03-15")
        self.profile.with_user(self.collector)._ar_done_for_today()
        page = self._entries()
        kinds = {entry["kind"] for entry in page["entries"]}
        self.assertLessEqual({"reply", "promise", "payment", "chatter"}, kinds)
        moments = [entry["moment"] for entry in page["entries"]]
        self.assertEqual(moments, sorted(moments, reverse=True))
        [own] = [entry for entry in page["entries"] if entry["own"]]
        self.assertEqual(own["text"], "We look for the goods.")
        self.assertIn("We look for the goods.", page["said"])
        [paid] = self._entries(kinds=["payment"])["entries"]
        self.assertEqual(self._plain(paid["title"]), "Paid $ 100.00")
        self.assertEqual(paid["when"], "03/15/2026")

    def test_pages_follow_one_another(self):
        for number in range(25):
            # Five in each second.
            self._say(f"Answer {number}", f"2026-03-2{number // 5} 08:00:00")
        told, before, seen = [], None, None
        for _turn in range(20):
            page = self._entries(before=before, seen=seen, limit=4, kinds=["reply"])
            told += [entry["text"] for entry in page["entries"]]
            if not page["more"]:
                break
            before = page["entries"][-1]["moment"]
            # What the browser has shown of that moment.
            shown = [entry for entry in page["entries"] if entry["moment"] == before]
            same = seen if seen and shown == page["entries"] else []
            seen = [*same, *(entry["key"] for entry in shown)]
        self.assertEqual(sorted(told), sorted(f"Answer {number}" for number in range(25)))

    def test_a_text_of_another_customer_is_not_unfolded(self):
        other = self.env["ar.profile"].search([("partner_id", "=", self.other_partner.id)])
        words = "Secret words"
        message = other.message_post(body=words)
        timeline = self.env["ar.timeline"].with_user(self.collector)
        self.assertIn("Secret", timeline.read_text(other.id, f"chatter-{message.id}"))
        self.assertFalse(timeline.read_text(self.profile.id, f"chatter-{message.id}"))

    # -- what it costs -----------------------------------------------------------------

    def _count_queries(self):
        profile = self.profile.with_user(self.collector)
        timeline = self.env["ar.timeline"].with_user(self.collector)
        counts = {}
        for name, call in {
            "cards": profile.read_cockpit,
            "items": profile.read_open_items,
            "timeline": lambda: timeline.read_page(profile.id),
        }.items():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            counts[name] = self.env.cr.sql_log_count - before
        return counts

    def test_queries_do_not_grow(self):
        # What is not there at all is not asked for.
        self._say("Answer", "2026-03-20 08:00:00")
        few = self._count_queries()
        invoice = self._make_invoice(amount=10.0 * MANY, due="2026-02-01", post=False)
        term = self._instalment_term(*[(100 / 50, 30 + day) for day in range(50)])
        invoice.invoice_payment_term_id = term
        invoice.action_post()
        for number in range(30):
            self._say(f"Answer {number}", "2026-03-20 08:00:00")
        many = self._count_queries()
        for name, count in many.items():
            with self.subTest(name=name, few=few[name], many=count):
                self.assertLessEqual(count, few[name] + 5)
                self.assertLessEqual(count, 50)
