"""Promises: taken, held, kept, kept in part, broken, withdrawn; and what is refused."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import freeze_time

from ....models.credit.assessment.ar_credit_scorer import Evidence
from ....models.credit.limit.ar_credit_standing import Customers
from .common import MANAGER, TODAY, ArPromiseCommon


@freeze_time(TODAY)
class TestPromise(ArPromiseCommon):
    def setUp(self):
        super().setUp()
        self.old = self._make_invoice(amount=1000, date="2026-02-01", due="2026-03-01")
        self.new = self._make_invoice(amount=600, date="2026-03-01", due="2026-03-20")

    def assertEnds(self, promise, state, paid=None):
        self.assertEqual(promise.state, state)
        if paid is not None:
            self.assertEqual(promise.amount_paid, paid)

    # -- taken -------------------------------------------------------------------------

    def test_all_that_is_open(self):
        promise = self._promise()
        self.assertEqual((promise.state, promise.level, promise.source), ("open", 1, "manual"))
        self.assertEqual((promise.amount, promise.currency_id), (1600, self.company.currency_id))
        self.assertEqual((promise.amount_paid, promise.amount_left), (0, 1600))
        self.assertEqual(promise.user_id, self.collector)
        self.assertFalse(promise.move_line_ids)
        # Friday, and two days.
        self.assertEqual(promise.date_end, Date.to_date("2026-04-12"))
        self.assertEqual(self._held(promise), {self.old: 0, self.new: 0})
        hold = self.profile.hold_ids[:1]
        self.assertEqual((hold.kind, hold.date_to), ("promise", promise.date_end))
        self.assertEqual(hold.reason_text, "Promised: $\xa01,600.00, 04/10/2026")
        self.assertEqual(promise.display_name, "Alpha Trading: $\xa01,600.00 by 04/10/2026")
        self.assertIn("Promised: $", self.profile.message_ids[0].body)

    def test_the_oldest_first(self):
        promise = self._promise(amount=1200)
        self.assertEqual(self._held(promise), {self.old: 0, self.new: 200})
        self.assertEqual(self._held(self._promise(amount=100)), {self.new: 100})

    def test_items(self):
        promise = self._promise(items=self.new)
        self.assertEqual((promise.amount, self._held(promise)), (600, {self.new: 0}))
        part = self._promise(items=self.old, amount=400)
        self.assertEqual(self._held(part), {self.old: 400})

    def test_credits_are_taken_off(self):
        self._pay_on_account(self.partner, 250, TODAY)
        self.assertEqual(self._promise().amount, 1350)

    def test_what_is_promised_is_not_reminded_of(self):
        self._promise(amount=400, items=self.old)
        notice = self._run().notice_ids
        asked = {line.move_id: line.amount for line in notice.line_ids if line.kind == "item"}
        self.assertEqual(asked, {self.old: 600, self.new: 600})

    def test_terms_of_the_policy(self):
        self.policy.write({"promise_tolerance": 5, "promise_days": 20})
        promise = self._promise()
        self.assertEqual((promise.tolerance, str(promise.date_end)), (5, "2026-04-15"))
        with self.assertRaisesRegex(UserError, "more than 20 days ahead"):
            self._promise("2026-04-21")
        manager = self._make_user("promise_manager", MANAGER)
        self.assertTrue(self._promise("2099-04-21", user=manager))

    def test_over_a_weekend(self):
        """Who promises for a Saturday pays on Monday, and then the tolerance begins."""
        self.assertEqual(str(self._promise("2026-04-11").date_end), "2026-04-15")
        second = self._promise("2026-04-11")
        self.assertEqual((second.level, str(second.date_end)), (2, "2026-04-13"))

    def test_over_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Bank holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-04-13 00:00:00",
                "date_to": "2026-04-13 23:59:59",
            }
        )
        self.assertEqual(str(self._promise("2026-04-13").date_end), "2026-04-16")

    # -- kept --------------------------------------------------------------------------

    def test_kept(self):
        promise = self._promise(items=self.old)
        self._pay(self.old, 300, TODAY)
        self.assertEnds(promise, "open", 300)
        self.assertEqual(promise.amount_left, 700)
        self._pay(self.old, 700, TODAY)
        self.assertEnds(promise, "kept", 1000)
        self.assertFalse(self._held(promise) or self._tasks())
        self._night("2026-05-01")
        self.assertEnds(promise, "kept", 1000)

    def test_a_part_is_held_no_longer_once_it_came(self):
        promise = self._promise(items=self.old, amount=500)
        self._pay(self.old, 200, TODAY)
        self.assertEqual(self._held(promise), {self.old: 300})
        self._pay(self.old, 300, TODAY)
        self.assertEnds(promise, "kept", 500)
        self.assertFalse(self._held(promise))

    def test_on_account(self):
        promise = self._promise(items=self.old)
        payment = self._pay_on_account(self.partner, 1000, TODAY)
        self.assertEnds(promise, "kept", 1000)
        payment.action_draft()
        self.assertEnds(promise, "open", 0)
        self.assertEqual(self._held(promise), {self.old: 0})

    def test_what_was_there_before_is_no_payment(self):
        payment = self._pay_on_account(self.partner, 300, "2026-03-30")
        self._pay(self.old, 100, "2026-03-30")
        promise = self._promise(items=self.old, amount=600)
        self.assertEqual(promise.amount_paid, 0)
        # It is allocated only now.
        lines = self._receivable(payment.move_id) | self._receivable(self.old)
        lines.reconcile()
        self.assertEnds(promise, "open", 0)
        self._pay(self.old, 600, TODAY)
        self.assertEnds(promise, "kept", 600)

    def test_overpayment(self):
        promise = self._promise(items=self.old)
        self._pay_on_account(self.partner, 5000, TODAY)
        self.assertEnds(promise, "kept", 1000)

    def test_undone(self):
        promise = self._promise(items=self.old)
        self._pay(self.old, 1000, TODAY).action_cancel()
        self.assertEnds(promise, "open", 0)
        self.assertEqual(self._held(promise), {self.old: 0})
        self._pay(self.old, 1000, TODAY)
        with freeze_time("2026-05-01"):
            payment = self.old.matched_payment_ids
            payment.action_draft()
            self.assertEnds(promise, "broken", 0)
            self.assertEqual(len(self._tasks()), 1)
            self.assertFalse(self._held(promise))

    def test_booked_late(self):
        """The bank's day counts, not the day on which somebody looked at it."""
        promise = self._promise(items=self.old)
        self._night("2026-04-13")
        self.assertEnds(promise, "broken", 0)
        with freeze_time("2026-04-14"):
            self._pay(self.old, 1000, "2026-04-12")
            self.assertEnds(promise, "kept", 1000)
            self.assertFalse([words for words in self._tasks() if "Broken" in words])

    # -- not kept ----------------------------------------------------------------------

    def test_broken(self):
        promise = self._promise(items=self.old)
        for day in ("2026-04-11", "2026-04-12"):
            self._night(day)
            self.assertEnds(promise, "open", 0)
        self._night("2026-04-13")
        self.assertEnds(promise, "broken", 0)
        self.assertIn("Broken promise: $\xa01,000.00 by 04/10/2026", self._tasks())
        review = self.profile.review_ids
        self.assertEqual((review.kind, review.state), ("event", "draft"))
        self.assertIn("Broken promise", review.reason)
        with freeze_time("2026-04-13"):
            decided = self._run().line_ids.filtered(lambda line: line.move_id == self.old)
            self.assertEqual(decided.decision, "notice")
        # Money that comes later does not mend it.
        with freeze_time("2026-04-14"):
            self._pay(self.old, 1000, "2026-04-14")
        self._night("2026-04-15")
        self.assertEnds(promise, "broken", 0)

    def test_kept_in_part(self):
        promise = self._promise(items=self.old)
        self._pay(self.old, 400, TODAY)
        self._night("2026-04-13")
        self.assertEnds(promise, "partly_kept", 400)
        self.assertIn(
            "Only $\xa0400.00 of $\xa01,000.00 came: speak to the customer", self._tasks()
        )
        with freeze_time("2026-04-20"):
            self._pay(self.old, 600, "2026-04-20")
        self.assertEnds(promise, "partly_kept", 400)

    def test_one_level_firmer(self):
        self.policy.promise_firmer = True
        [notice] = self._remind()
        self.assertEqual(notice.level_id.delay_days, 5)
        promise = self._promise("2026-04-01", items=self.new)
        self._night("2026-04-04")
        self.assertEnds(promise, "broken")
        with freeze_time("2026-04-04"):
            # 15 days late: its age does not call for the second level of 20 days yet.
            line = self._run().line_ids.filtered(lambda one: one.move_id == self.new)
            self.assertEqual((line.decision, line.level_id.delay_days), ("notice", 20))

    def test_not_firmer_unless_the_policy_says_so(self):
        self._remind()
        self._promise("2026-04-01", items=self.new)
        self._night("2026-04-04")
        with freeze_time("2026-04-04"):
            lines = self._run().line_ids.filtered(lambda one: one.move_id == self.new)
            self.assertFalse(lines.filtered(lambda one: one.decision == "notice"))

    def test_again(self):
        """A second promise about the same debt is of a higher level, without tolerance."""
        first = self._promise("2026-04-01", items=self.old)
        self.assertEqual(self._promise(items=self.new).level, 1, "another debt")
        self._night("2026-04-04")
        self.assertEnds(first, "broken")
        with freeze_time("2026-04-04"):
            second = self._promise("2026-04-10", items=self.old)
            self.assertEqual((second.level, second.tolerance), (2, 0))
            self.assertEqual(str(second.date_end), "2026-04-10")
            self.assertEqual(self._promise("2026-04-12").level, 3, "it holds the same debt")

    # -- several -----------------------------------------------------------------------

    def test_two_share_the_money(self):
        first = self._promise(items=self.old, amount=600)
        second = self._promise(items=self.old, amount=600)
        self._pay(self.old, 800, TODAY)
        self.assertEnds(first, "kept", 600)
        self.assertEnds(second, "open", 200)
        self._undo(self.old)
        self.assertEnds(first, "kept", 600)
        self.assertEqual(second.amount_paid, 200, "it is on account now")

    def test_nothing_is_left_to_pay(self):
        self._promise(items=self.old)
        second = self._promise(items=self.old)
        self._pay(self.old, 1000, TODAY)
        self.assertEnds(second, "withdrawn", 0)
        self.assertFalse(second.withdrawn_by_id)
        self._undo(self.old)
        self.old.matched_payment_ids.action_draft()
        self.assertEnds(second, "open", 0)

    # -- credited ----------------------------------------------------------------------

    def test_credited_in_part(self):
        promise = self._promise(items=self.old)
        note = self._make_invoice(amount=300, date=TODAY, move_type="out_refund")
        (self._receivable(note) | self._receivable(self.old)).reconcile()
        self.assertEqual((promise.amount_paid, promise.amount_left), (0, 700))
        self._pay(self.old, 700, TODAY)
        self.assertEnds(promise, "kept", 700)

    def test_credited_in_whole(self):
        promise = self._promise(items=self.old)
        note = self._make_invoice(amount=1000, date=TODAY, move_type="out_refund")
        (self._receivable(note) | self._receivable(self.old)).reconcile()
        self.assertEnds(promise, "withdrawn", 0)
        self.assertEqual(promise.end_reason, "Nothing of it is left to pay.")

    def test_written_off(self):
        promise = self._promise(items=self.old)
        entry = self._make_entry(-1000, TODAY, partner=self.partner)
        (self._receivable(entry) | self._receivable(self.old)).reconcile()
        self.assertEnds(promise, "withdrawn", 0)

    # -- other currencies, other payers ------------------------------------------------

    def test_paid_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        foreign = self._make_invoice(amount=400, date="2026-03-01", currency_id=euro.id)
        promise = self._promise(items=foreign)
        self.assertEqual((promise.currency_id, promise.amount), (euro, 400))
        # 100 dollars are 200 euro.
        self._pay(foreign, 100, TODAY, currency_id=self.company.currency_id.id)
        self.assertEnds(promise, "open", 200)
        self._pay(foreign, 200, TODAY, currency_id=euro.id)
        self.assertEnds(promise, "kept", 400)

    def test_the_parent_pays(self):
        parent = self._make_partner("Parent Holding")
        promise = self._promise(items=self.old)
        payment = self._pay_on_account(parent, 1000, TODAY)
        self.assertEnds(promise, "open", 0)
        (self._receivable(payment.move_id) | self._receivable(self.old)).reconcile()
        self.assertEnds(promise, "kept", 1000)
        self._undo(self.old)
        self.assertEnds(promise, "open", 0)

    # -- withdrawn ---------------------------------------------------------------------

    def test_withdrawn(self):
        promise = self._promise(items=self.old)
        wizard = self.env["ar.promise.withdraw"].with_user(self.collector)
        action = promise.with_user(self.collector).action_withdraw()
        wizard.with_context(**action["context"]).create({"reason": "Misheard"}).action_withdraw()
        self.assertEnds(promise, "withdrawn")
        self.assertEqual(
            (promise.end_reason, promise.withdrawn_by_id), ("Misheard", self.collector)
        )
        self.assertFalse(self._held(promise))
        self._pay(self.old, 1000, TODAY)
        self._night("2026-05-01")
        self.assertEnds(promise, "withdrawn", 0)
        self.assertEqual(self._promise(items=self.new).level, 1)
        # Twice is once.
        promise.with_user(self.collector)._withdraw("Again")
        self.assertEqual(promise.end_reason, "Misheard")

    def test_what_has_ended_is_not_withdrawn(self):
        promise = self._promise(items=self.old)
        self._night("2026-04-13")
        with self.assertRaisesRegex(UserError, "has ended already"):
            promise.with_user(self.collector)._withdraw("Late")
        with self.assertRaisesRegex(UserError, "part of the history"):
            promise.sudo().unlink()

    def test_a_hold_that_is_released(self):
        promise = self._promise(items=self.old)
        self.profile.hold_ids.with_user(self.collector).action_release()
        self.assertEnds(promise, "withdrawn")
        self.assertIn("released by", promise.end_reason)
        self.assertFalse(self._held(promise))

    # -- refused -----------------------------------------------------------------------

    def test_bad_input(self):
        paid = self._make_invoice(amount=50)
        self._pay(paid, 50, TODAY)
        other = self._make_invoice(self._make_partner("Stranger"), 70)
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        foreign = self._make_invoice(amount=400, currency_id=euro.id)
        note = self._make_invoice(amount=30, move_type="out_refund")
        cases = (
            ({"date": "2026-03-30"}, "cannot promise to pay on 03/30/2026, which is over"),
            ({"amount": 1600.01}, "only .*1,600.00 is open"),
            ({"amount": 601, "items": self.new}, "only .*600.00 is open"),
            ({"amount": -5}, "no amount to pay"),
            ({"amount": float("nan")}, "no number"),
            ({"amount": float("inf")}, "no number"),
            ({"items": paid}, "Nothing is open of .* any more"),
            ({"items": other}, "no open item of Alpha Trading"),
            ({"items": foreign | self.old}, "a promise for each currency"),
            ({"items": note}, "nothing that Alpha Trading has to pay"),
            (
                {
                    "profile": self.env["ar.profile"].get_or_create(
                        self._make_partner("Debtless"), self.company
                    )
                },
                "owes nothing",
            ),
        )
        for values, words in cases:
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(ValidationError, words),
                self.cr.savepoint(),
            ):
                self._promise(**values)
        self.assertFalse(self.profile.promise_ids)

    def test_what_people_do_not_write(self):
        promise = self._promise().with_user(self.collector)
        for values in ({"state": "kept"}, {"date": "2026-05-01"}, {"amount": 5}, {"level": 1}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                promise.write(values)
        promise.note = "Said by the bookkeeper"
        closed = {"state": "kept", "date_end": "2027-01-01", "level": 7, "known": {"1": 9}}
        for name, value in closed.items():
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._promise(**{name: value})

    # -- what others read --------------------------------------------------------------

    def test_kept_rate(self):
        other = self._make_partner("Beta")
        self._make_invoice(other, 500)
        profile = self.env["ar.profile"].get_or_create(other, self.company)
        self._promise("2026-04-01", items=self.old)
        self._promise("2026-04-02", items=self.new)
        self._promise("2026-04-03", profile=profile)
        self._pay(self.old, 1000, TODAY)
        self._pay(self.new, 100, TODAY)
        self._night("2026-04-20")
        found = self.env["ar.promise"]._read_kept_rate(
            self.company.ids, Date.to_date("2026-04-01"), Date.to_date("2026-04-30")
        )
        numbers = [found[name] for name in ("kept", "partly_kept", "broken")]
        self.assertEqual(numbers, [1, 1, 1])
        self.assertAlmostEqual(found["value"], 33.333, places=2)
        self.assertEqual(self.env["ar.promise"].search_count(found["domain"]), 3)
        one_day = (Date.to_date("2026-04-02"),) * 2
        found = self.env["ar.promise"]._read_kept_rate(self.company.ids, *one_day)
        self.assertEqual((found["numerator"], found["denominator"], found["value"]), (0, 1, 0))

    def test_scorecard(self):
        scorer = self.env["ar.credit.scorer"]
        metrics = {"broken_promises", "promises_kept"}
        measured = scorer._measure(metrics, self._evidence())
        self.assertFalse(any(values.get(self.profile.id) for values in measured.values()))
        self._promise("2026-04-01", items=self.old)
        self._promise("2026-04-02", items=self.new)
        self._pay(self.new, 600, TODAY)
        self._night("2026-04-13")
        with freeze_time("2026-04-13"):
            measured = scorer._measure(metrics, self._evidence())
        found = {metric: values.get(self.profile.id) for metric, values in measured.items()}
        self.assertEqual(found, {"broken_promises": 1, "promises_kept": 50})

    def _evidence(self):
        return Evidence(self.env, self.company, {self.profile.id: self.partner.id})

    def test_credit_rule(self):
        rules = self.env["ar.credit.rule"]
        pair = (self.partner.id, self.company.id)

        def find():
            return rules._find_broken_promise(Customers(self.env, [pair])).get(pair, 0)

        self._promise("2026-04-01", items=self.old)
        self.assertEqual(find(), 0)
        self._night("2026-04-04")
        with freeze_time("2026-04-04"):
            self.assertEqual(find(), 1)
            self._pay(self.old | self.new, 1600, "2026-04-04")
            self.assertEqual(find(), 0, "payment heals it")

    def test_tone(self):
        self._promise("2026-04-01", items=self.old)
        self._night("2026-04-04")
        with freeze_time("2026-04-04"):
            facts = self.env["ar.dunning.notice"]._read_tone_facts(self.profile)
        self.assertEqual(facts[self.profile.id].broken, 1)

    def test_account(self):
        self.assertFalse(self.profile.promise_id)
        later, sooner = self._promise("2026-04-10", amount=500), self._promise("2026-04-02", 300)
        self._pay(self.old, 100, TODAY)
        self.env.invalidate_all()
        profile = self.profile.with_user(self.collector)
        self.assertEqual((profile.promise_id, profile.promise_count), (sooner, 2))
        self.assertEqual((profile.promise_amount, profile.promise_paid), (300, 0))
        self.assertEqual(later.amount_paid, 100)
        found = self.env["ar.profile"].search([("promise_date", "<=", "2026-04-03")])
        self.assertEqual(found, self.profile)
        self.assertEqual(
            profile.action_view_promises()["domain"], [("profile_id", "=", profile.id)]
        )

    def test_from_open_items(self):
        items = self._items()
        action = items.with_user(self.collector).action_promise()
        lines = self._receivable(self.old | self.new)
        self.assertEqual(action["context"]["default_move_line_ids"], lines.ids)
        promise = (
            self.env["ar.promise"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create({"date": "2026-04-10"})
        )
        self.assertEqual((promise.amount, promise.move_line_ids), (1600, lines))
        other = self._make_invoice(self._make_partner("Stranger"), 70)
        with self.assertRaisesRegex(UserError, "one customer in one currency"):
            (items | self._items(other.partner_id)).action_promise()

    # -- life of customers and companies -----------------------------------------------

    def test_merged(self):
        double = self._make_partner("Alpha Trading GmbH")
        self._make_invoice(double, 200)
        profile = self.env["ar.profile"].get_or_create(double, self.company)
        mine, theirs = self._promise(items=self.old), self._promise(profile=profile)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((double | self.partner).ids)],
                "dst_partner_id": self.partner.id,
            }
        )
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual((mine | theirs).profile_id, self.profile)
        self.assertEqual((mine | theirs).partner_id, self.partner)
        self.assertEqual(set((mine | theirs).mapped("state")), {"open"})

    def test_items_that_vanish(self):
        promise = self._promise(items=self.new)
        self.new.button_draft()
        self.assertEnds(promise, "withdrawn", 0)
        self.new.unlink()
        self._pay(self.old, 1000, TODAY)
        self._night("2026-04-13")
        self.assertEnds(promise, "withdrawn", 0)

    def test_other_companies(self):
        self._add_companies()
        self._promise()
        self.env["ar.promise"]._watch(self.other)
        user = self._make_user(
            "promise_other", "ar_collections.ar_collections_group_collector", self.other
        )
        self.assertFalse(self.env["ar.promise"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            self._promise(user=user)

    # -- cost --------------------------------------------------------------------------

    def test_cost(self):
        """The night asks the same for one customer as for many; matching costs a query where
        nobody promised."""
        profiles = [self.profile]
        for number in range(5):
            partner = self._make_partner(f"Customer {number}")
            self._make_invoice(partner, 100, due="2026-03-01")
            profiles.append(self.env["ar.profile"].get_or_create(partner, self.company))
        counts = []
        for profile in (profiles[:1], profiles[1:]):
            for one in profile:
                self._promise(profile=one)
            watched = self.env["ar.promise"].search([("company_id", "=", self.company.id)])
            watched._settle()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            watched._settle()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        nobody = self._make_partner("Nobody")
        self.env["ar.promise"]._look_again([nobody.id], self.company.ids)
        with self.assertQueryCount(1):
            self.env["ar.promise"]._look_again([nobody.id], self.company.ids)
