"""Limits and exposure: what a customer may owe, and what he uses of it."""

import ast
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .limit_common import LimitCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestLimit(LimitCommon):
    def assertStanding(self, limit, exposure, profile=None):
        profile = profile or self.profile
        profile.invalidate_recordset()
        self.assertEqual(
            (profile.credit_limit, profile.exposure, profile.credit_available),
            (limit, exposure, limit - exposure),
        )

    # -- exposure ----------------------------------------------------------------------

    def test_exposure_is_the_sum_of_its_parts(self):
        """Open 1,000 (300 paid), a draft of 200, a deposit of 150: 750."""
        invoice = self._make_invoice(amount=1000)
        self._pay(invoice, 300, "2026-02-01")
        self._make_invoice(amount=200, post=False)
        self.env["ar.credit.security"].create(
            {
                "profile_id": self.profile.id,
                "reference": "D1",
                "amount": 150,
                "date_from": "2026-01-01",
            }
        )
        self._limit(1000)
        self.assertStanding(1000, 750)
        self.assertEqual(self.profile.exposure_open, 700)
        self.assertEqual(self.profile.exposure_draft, 200)
        self.assertEqual(self.profile.exposure_deposit, -150)
        self.assertAlmostEqual(self.profile.credit_use, 75)

    def test_a_limit_of_nothing(self):
        """It has no percentage; words tell whether anything counts under it."""
        self._limit(0)
        self.assertEqual((self.profile.has_credit_limit, self.profile.credit_use), (True, 0))
        self.assertEqual(self.profile.credit_use_words, "No credit is given, and nothing is used.")
        self._make_invoice(amount=500)
        self.profile.invalidate_recordset()
        self.assertIn("$\xa0500.00 is used: all of it is over", self.profile.credit_use_words)
        self.assertEqual(self.profile.credit_available, -500)
        for kind in ("form", "list"):
            arch = self.profile.get_view(
                self.env.ref("ar_collections.ar_profile_view_list_credit_use").id
                if kind == "list"
                else None,
                kind,
            )["arch"]
            self.assertIn("not has_credit_limit or credit_use_words", arch)
        self._limit(1000)
        self.profile.invalidate_recordset()
        self.assertEqual((self.profile.credit_use, self.profile.credit_use_words), (50, False))

    def test_credits_of_a_later_date_lower_nothing(self):
        """What is paid in 60 days, allocated or not, counts today; future invoices, too, but for
        what is credited of them."""
        invoice = self._make_invoice(amount=1000, date="2026-03-01")
        self._pay_on_account(self.partner, 250, "2026-05-30")
        self.assertEqual(self.profile.exposure, 1000)
        payment = self._pay_on_account(self.partner, 400, "2026-05-30")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        future = self._make_invoice(amount=90, date="2026-05-01")
        refund = self._make_invoice(amount=30, date="2026-05-01", move_type="out_refund")
        (self._receivable(future) + self._receivable(refund)).reconcile()
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.exposure, 1060)
        self.assertEqual(self.profile.overdue_amount, 1000)

    def test_parts_are_switched_off(self):
        self._make_invoice(amount=1000)
        self._make_invoice(amount=200, post=False)
        self.env["ar.credit.security"].create(
            {"profile_id": self.profile.id, "reference": "D1", "amount": 150}
        )
        self._limit(5000)
        for part, left in (("draft", 850), ("deposit", 1000), ("open", 0)):
            self.company[f"ar_exposure_{part}"] = False
            with self.subTest(part=part):
                self.assertStanding(5000, left)

    def test_credits_on_account_and_credit_notes_lower_it(self):
        self._make_invoice(amount=1000)
        self._pay_on_account(self.partner, 250, "2026-02-01")
        self._make_invoice(amount=100, move_type="out_refund")
        # A draft credit note is no money yet.
        self._make_invoice(amount=500, move_type="out_refund", post=False)
        self.assertEqual(self.profile.exposure, 650)

    def test_trap_26_future_invoices_count(self):
        self._make_invoice(amount=400, date="2026-05-01")
        self.assertEqual(self.profile.open_amount, 0, "not in today's aging")
        self.assertEqual(self.profile.exposure, 400, "but in the exposure")

    def test_trap_10_currencies(self):
        """A residual in company currency is not converted again; a draft is, at today's rate."""
        currency = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-03-01", 4.0)]
        )
        self._make_invoice(amount=800, date="2026-01-15", currency_id=currency.id)
        self.assertEqual(self.profile.exposure, 400, "booked at 2")
        self._make_invoice(amount=800, date="2026-01-15", currency_id=currency.id, post=False)
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.exposure_draft, 200, "at 4, today's rate")
        self.env["ar.credit.security"].create(
            {
                "profile_id": self.profile.id,
                "reference": "D1",
                "amount": 400,
                "currency_id": currency.id,
                "date_from": "2026-03-01",
            }
        )
        self.assertEqual(self.profile.exposure, 500)

    def test_trap_11_contacts_and_subsidiaries(self):
        """A contact's invoices belong to the company; a child company owes for itself."""
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner.id, "type": "contact"}
        )
        subsidiary = self._make_partner("Alpha Sub", parent_id=self.partner.id)
        self._limit(1000)
        self._rule("over_limit")
        self._make_invoice(contact, amount=700)
        self._make_invoice(subsidiary, amount=5000)
        self.assertStanding(1000, 700)
        self.assertEqual(self._check(0, partner=contact)["exposure"], 700)
        self.assertEqual(self._decision(301, partner=contact), "block")
        self.assertEqual(self._decision(300, partner=contact), "ok")
        self.assertEqual(self._decision(99999, partner=subsidiary), "ok", "has no limit")

    def test_securities_count_while_valid(self):
        self._make_invoice(amount=1000)
        values = {"profile_id": self.profile.id, "amount": 100}
        securities = self.env["ar.credit.security"].create(
            [
                {
                    **values,
                    "reference": "today",
                    "date_from": "2026-03-31",
                    "date_to": "2026-03-31",
                },
                {**values, "reference": "over", "date_from": "2026-01-01", "date_to": "2026-03-30"},
                {**values, "reference": "later", "date_from": "2026-04-01"},
            ]
        )
        self.assertEqual(self.profile.exposure, 900)
        self.assertEqual(securities.mapped("in_force"), [True, False, False])
        securities[0]._release("Paid")
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.exposure, 1000)
        said = " ".join(self.profile.message_ids.mapped("body"))
        self.assertIn("today", said)
        self.assertIn("given back", said)
        for wrong in ({"amount": 0}, {"date_to": "2026-01-01", "date_from": "2026-02-01"}):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                self.env["ar.credit.security"].create({**values, "reference": "x", **wrong})

    # -- limits ------------------------------------------------------------------------

    def test_temporary_limit_ends_by_its_date(self):
        self._limit(1000)
        self._limit(1500, kind="temporary", date_to="2026-03-31")
        self.assertStanding(1500, 0)
        self.assertIn("Temporary", self.profile.credit_limit_reason)
        with freeze_time("2026-04-01 12:00:00"):
            self.assertStanding(1000, 0)
            self.assertIn("Permanent", self.profile.credit_limit_reason)
        self._limit(600, kind="temporary", date_to="2026-03-31")
        self.assertStanding(600, 0)

    def test_insured_limit_caps(self):
        self._limit(1000)
        insured = self._limit(450, kind="insured", cover_percent=90)
        self.assertStanding(450, 0)
        self.assertEqual(insured.covered_amount, 405)
        self.assertEqual(self.profile._get_insured_amount(), 450)
        self._limit(2000, kind="temporary", date_to="2026-04-30")
        self.assertStanding(450, 0)

    def test_group_limit_over_subsidiaries(self):
        """The parent's group may owe 1,000 in all; the rule that leaves least binds."""
        north = self._make_partner("North", parent_id=self.partner.id)
        south = self._make_partner("South", parent_id=self.partner.id)
        profiles = self.env["ar.profile"]
        of_north, of_south = (profiles.get_or_create(p, self.company) for p in (north, south))
        self._limit(1000, kind="group")
        self._limit(500, of_north)
        self._make_invoice(south, amount=700)
        self.assertStanding(1000, 700, of_south)
        self.assertStanding(1000, 700, of_north)
        self.assertIn("Alpha", of_north.credit_limit_reason)
        self._make_invoice(north, amount=250)
        self.assertStanding(1000, 950, of_north)
        self._rule("over_limit")
        self.assertEqual(self._decision(51, partner=north), "block")
        self.assertEqual(self._decision(50, partner=south), "ok")
        self.assertEqual(self._decision(51, partner=self.partner), "block")

    def test_limit_zero_is_no_credit_and_none_is_any(self):
        self._rule("over_limit")
        self.assertEqual(self._decision(99999), "ok")
        self.assertIsNone(self._check(1)["limit"])
        self._limit(0)
        self.assertEqual(self._decision(0.01), "block")
        self.assertEqual(self._check(1)["limit"], 0)

    def test_replaced_never_overwritten(self):
        """Old, new, who and why stand on the customer's page; the old limit is kept."""
        first = self._limit(1000)
        approver = self._user("approver", name="Ann Approver")
        second = (
            self.env["ar.credit.limit"]
            .with_user(approver)
            ._set_permanent(self.profile, 2500, reason="Pays well")
        )
        self.assertEqual((first.state, first.replaced_by_id), ("ended", second))
        self.assertStanding(2500, 0)
        message = self.profile.message_ids[0]
        for words in ("1,000.00", "2,500.00", "Pays well"):
            self.assertIn(words, message.body)
        self.assertEqual(message.author_id, approver.partner_id)
        for values in ({"amount": 1}, {"state": "ended"}, {"date_to": "2026-04-01"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                second.write(values)
        second.write({"amount": 2500, "reason": "Pays very well"})
        with self.assertRaises(UserError):
            second.unlink()

    def test_set_permanent_twice_does_nothing(self):
        limits = self.env["ar.credit.limit"]
        first = limits._set_permanent(self.profile, 800, reason="A")
        self.assertEqual(limits._set_permanent(self.profile, 800, reason="B"), first)
        self.assertEqual(len(self.profile.limit_ids), 1)
        self.profile.credit_limit = 900
        self.assertStanding(900, 0)
        self.assertEqual(len(self.profile.limit_ids), 2)

    def test_limit_that_starts_later(self):
        now = self._limit(1000)
        self._limit(3000, date_from="2026-04-10")
        self.assertEqual((now.state, str(now.date_to)), ("active", "2026-04-09"))
        self.assertStanding(1000, 0)
        with freeze_time("2026-04-10"):
            self.assertStanding(3000, 0)

    def test_limit_below_the_exposure_is_accepted_and_said(self):
        self._make_invoice(amount=800)
        limit = self._limit(500)
        self.assertIn("below the exposure", limit.warning)
        self.assertIn("below the exposure", self.profile.message_ids[0].body)
        self.assertStanding(500, 800)
        self.assertFalse(self._limit(900).warning)
        with Form(self.env["ar.credit.limit"]) as form:
            form.profile_id = self.profile
            form.amount = 10
            form.reason = "x"
            self.assertIn("below the exposure", form.warning)

    def test_bad_limits(self):
        for error, values in (
            (ValidationError, {"kind": "temporary"}),
            (ValidationError, {"date_to": "2025-12-31"}),
            (CheckViolation, {"kind": "insured", "cover_percent": 120}),
            (CheckViolation, {"amount": -1}),
        ):
            amount = values.pop("amount", 100)
            with self.subTest(values=values), mute_logger("odoo.sql_db"):
                with self.assertRaises(error), self.env.cr.savepoint():
                    self._limit(amount, **values)

    # -- Odoo's own limit --------------------------------------------------------------

    def test_core_limit_agrees(self):
        self._limit(1000)
        partner = self.partner.with_company(self.company)
        self.assertEqual(partner.credit_limit, 1000)
        self.assertTrue(partner.use_partner_credit_limit)
        limit = self._limit(1500, kind="temporary", date_to="2026-04-05")
        self.assertEqual(partner.credit_limit, 1500)
        with freeze_time("2026-04-06 12:00:00"):
            self.env["ar.credit.limit"]._watch(self.company)
            self.assertEqual(limit.state, "ended")
            self.assertEqual(partner.credit_limit, 1000)
        self.profile.limit_ids.action_end()
        self.profile.limit_ids.with_user(self._user("approver")).action_end()
        self.assertEqual(partner.credit_limit, 0)
        self.assertFalse(self.profile.has_credit_limit)

    def test_core_limit_from_before_holds(self):
        """Who had limits in Odoo before goes on with them until somebody replaces them."""
        self.partner.with_company(self.company).sudo().credit_limit = 700
        self._rule("over_limit")
        self.assertEqual(self._decision(701), "block")
        self.assertEqual(self.profile.credit_limit, 700)
        self._limit(900)
        self.assertEqual(self._decision(900), "ok")

    def test_core_limit_entered_on_the_contact(self):
        self._limit(1000)
        partner = self.partner.with_company(self.company)
        partner.with_user(self._user("approver")).sudo(False).check_access("read")
        with self.assertRaises(UserError):
            self._as_contact_editor("account.group_account_invoice").credit_limit = 5000
        self._as_contact_editor(
            "account.group_account_invoice,ar_collections.ar_collections_group_credit_approver"
        ).credit_limit = 5000
        self.assertStanding(5000, 0)
        self.assertEqual(partner.credit_limit, 5000)

    def _as_contact_editor(self, groups):
        user = self._user(f"{groups},base.group_partner_manager")
        return self.partner.with_user(user).with_company(self.company)

    # -- branches and companies --------------------------------------------------------

    def test_trap_12_branches(self):
        """One rule for limit and exposure over the tree; a branch user sees his own."""
        north, south = self.env["res.company"].create(
            [
                {"name": "Branch North", "parent_id": self.company.id},
                {"name": "Branch South", "parent_id": self.company.id},
            ]
        )
        self.env.cr.precommit.run()
        self.env.user.company_ids |= north | south
        self._rule("over_limit")
        self._limit(1000)
        self._make_invoice(amount=600, company=north)
        self._make_invoice(amount=300, company=south)
        of_north = self.env["ar.profile"].get_or_create(self.partner, north)
        self.assertStanding(1000, 900)
        self.assertStanding(1000, 900, of_north)
        for company in (self.company, north, south):
            self.assertEqual(self._decision(101, company=company), "block")
            self.assertEqual(self._decision(100, company=company), "ok")
            self.assertEqual(self.partner.with_company(company).credit_limit, 1000)
        user = self._user("collector", companies=north)
        seen = of_north.with_user(user)
        self.assertEqual((seen.exposure, seen.exposure_open), (600, 600))
        self.assertEqual(seen.credit_available, 100)
        result = (
            self.env["ar.credit.check"].with_user(user).check(self.partner, north, 101, "order")
        )
        self.assertEqual((result["decision"], result["exposure"]), ("block", 600))
        self.assertNotRegex(result["reasons"][0]["message"], r"\d")
        self.assertFalse(self.env["ar.profile"].with_user(user).search([]) - of_north)
        self.assertFalse(self.env["ar.credit.limit"].with_user(user).search([]))
        # A branch's own limit comes on top, for the branch alone.
        self._limit(650, of_north)
        self.assertStanding(650, 600, of_north)
        self.assertEqual(self._decision(51, company=north), "block")
        self.assertEqual(self._decision(100, company=south), "ok")

    def test_trap_13_the_documents_own_company(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.env.user.company_ids |= other
        self._rule("over_limit")
        self._limit(100)
        for session in (self.company, other):
            check = self.env["ar.credit.check"].with_company(session)
            here = check.check(self.partner, self.company, 101, "order")
            there = check.check(self.partner, other, 101, "order")
            self.assertEqual((here["decision"], there["decision"]), ("block", "ok"))
        self.partner.with_company(other).credit_limit = 5
        invoice = self._make_invoice(amount=50, post=False)
        invoice.with_company(other).action_post()
        foreign = self._make_invoice(amount=50, post=False, company=other)
        with self.assertRaises(UserError):
            foreign.with_company(self.company).action_post()

    def test_cap_of_the_portfolio(self):
        self._rule("portfolio", "warn")
        self._make_invoice(self._make_partner("Beta"), amount=600)
        self.company.ar_credit_cap = 1000
        self.assertEqual(self._decision(400), "ok")
        result = self._check(401)
        self.assertEqual(result["decision"], "warn")
        self.assertIn("1,001.00", result["reasons"][0]["message"])
        self.assertEqual(self.company.ar_credit_portfolio, 600)
        with self.assertRaises(ValidationError):
            self.company.ar_credit_cap = -1

    # -- lists -------------------------------------------------------------------------

    def test_search_and_sort_by_use(self):
        profiles = self.env["ar.profile"]
        for name, limit, owed in (("A", 1000, 950), ("B", 1000, 500), ("C", 100, 101)):
            partner = self._make_partner(f"{name} sorted")
            profile = profiles.get_or_create(partner, self.company)
            self._limit(limit, profile)
            self._make_invoice(partner, amount=owed)
            profiles |= profile
        mine = [("id", "in", profiles.ids)]

        def names(domain, order=None):
            found = profiles.search(mine + domain, order=order)
            return "".join(profile.partner_id.name[0] for profile in found)

        self.assertEqual(names([("credit_use", ">", 90)], "credit_use desc"), "CA")
        self.assertEqual(names([("credit_available", "<", 0)]), "C")
        self.assertEqual(names([], "credit_use desc"), "CAB")
        self.assertEqual(names([], "exposure"), "CBA")
        self.assertEqual(names([("credit_limit", "=", 1000)], "exposure desc, id"), "AB")
        self.assertTrue(profiles.fields_get(["credit_use"])["credit_use"]["sortable"])

    def test_merge_keeps_the_more_careful_limit(self):
        twin = self._make_partner("Alpha Twin")
        of_twin = self.env["ar.profile"].get_or_create(twin, self.company)
        self._limit(1000)
        self._limit(400, of_twin)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [self.partner.id, twin.id], self.partner
        )
        self.assertStanding(400, 0)
        self.assertEqual(len(self.profile.limit_ids), 2)

    def test_reading_a_page_of_customers(self):
        """Queries do not grow with customers."""
        partners = self.env["res.partner"].create(
            [{"name": f"Page {number}", "is_company": True} for number in range(60)]
        )
        profiles = self.env["ar.profile"].browse(
            self.env["ar.profile"].get_or_create(partner, self.company).id for partner in partners
        )
        self.env["ar.credit.limit"].create(
            [{"profile_id": profile.id, "amount": 10, "reason": "x"} for profile in profiles[:30]]
        )
        names = ["exposure", "credit_limit", "credit_available", "credit_limit_reason"]
        counts = {}
        for size in (1, 1, 60):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            profiles.browse(profiles[:size].ids).read(names)
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[60], counts[1] + 2, counts)
        self.assertLessEqual(counts[60], 16, counts)

    def test_a_page_reads_all_figures_once(self):
        """Conditions, order and count of a page share one reading of the accounts."""
        action = self.env.ref("ar_collections.ar_profile_action_credit_use")
        for number in range(3):
            partner = self._make_partner(f"Read once {number}")
            profile = self.env["ar.profile"].get_or_create(partner, self.company)
            self._limit(1000, profile)
            self._make_invoice(partner, amount=100 * (number + 1))
        standings = self.env.registry["ar.credit.standing"]
        read, sizes = standings._read_standings, []

        def counted(model, pairs, trees=None):
            sizes.append(len(set(pairs)))
            return read(model, pairs, trees)

        with patch.object(standings, "_read_standings", counted):
            found = self.env["ar.profile"].web_search_read(
                ast.literal_eval(action.domain),
                {"partner_id": {}, "credit_use": {}},
                limit=2,
                order="credit_use desc",
                count_limit=10_001,
            )
        self.assertEqual(len(sizes), 2, "of all accounts, and of those on the page")
        uses = [row["credit_use"] for row in found["records"]]
        self.assertEqual(uses, sorted(uses, reverse=True))
        self.assertEqual(len(uses), 2)
        self.assertGreaterEqual(found["length"], 3)
        self.assertNotIn(
            "ar_credit_figures", self.env.cr.cache, "what is written next is read again"
        )

    # -- the watch ---------------------------------------------------------------------

    def _tasks(self):
        return self.profile.activity_ids.mapped("summary")

    def test_watch_announces_ends_once(self):
        self._limit(100, kind="temporary", date_to="2026-04-05")
        self.env["ar.credit.security"].create(
            {
                "profile_id": self.profile.id,
                "reference": "G7",
                "kind": "bank",
                "amount": 5,
                "date_to": "2026-04-20",
            }
        )
        for _night in range(2):
            self.env["ar.credit.limit"]._watch(self.company)
        self.assertEqual(len(self._tasks()), 2)
        self.assertIn("Bank guarantee G7 ends", self._tasks())

    def test_watch_of_the_insurers_deadline(self):
        """Due on 11 March, to be reported within 25 days: a task from 29 March on, once."""
        self._limit(1000, kind="insured", notification_days=25, date_from="2026-01-01")
        self._make_invoice(amount=100, due="2026-03-11")
        with freeze_time("2026-03-28 12:00:00"):
            self.env["ar.credit.limit"]._watch(self.company)
            self.assertFalse(self._tasks())
        for _night in range(2):
            self.env["ar.credit.limit"]._watch(self.company)
        self.assertEqual(len(self._tasks()), 1)
        self.assertEqual(str(self.profile.activity_ids.date_deadline), "2026-04-05")

    def test_watch_goes_on_with_the_next_customer(self):
        other = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        for profile in (self.profile, other):
            self._limit(100, profile, kind="temporary", date_to="2026-03-30")
        Limit = self.env.registry["ar.credit.limit"]
        finish = Limit._finish

        def fails(limit):
            if limit.profile_id == self.profile:
                raise ValueError("Something is wrong")
            return finish(limit)

        self.patch(Limit, "_finish", fails)
        self.env["ar.credit.limit"]._watch(self.company)
        self.assertEqual(other.limit_ids.state, "ended")
        self.assertIn("Something is wrong", self.profile.message_ids[0].body)

    def test_nightly_job(self):
        cron = self.env.ref("ar_collections.ir_cron_credit_watch")
        limit = self._limit(100, kind="temporary", date_to="2026-03-30")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(limit.state, "ended")

    def test_reading_of_nobody(self):
        self.assertEqual(self.env["ar.credit.exposure"]._read([]), {})
        self.assertEqual(self.env["ar.credit.exposure"]._read(self.company.ids, []), {})
