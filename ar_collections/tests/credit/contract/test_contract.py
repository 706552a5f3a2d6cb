"""Contracts: approval, amendments from a day on, ends, and the terms agreed for a day."""

import base64
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import CreditCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestContract(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["root"] = cls.env.user
        cls.auditor = cls.env["res.users"].create(
            {
                "name": "Auditor",
                "login": "contract auditor",
                "group_ids": [(6, 0, cls.env.ref("account.group_account_readonly").ids)],
                "company_id": cls.company.id,
                "company_ids": [(6, 0, cls.company.ids)],
            }
        )

    def _contract(self, approved=True, user="collector", **values):
        values.setdefault("payment_term_id", self.terms[30].id)
        contract = (
            self.env["ar.credit.contract"]
            .with_user(self.users[user])
            .create({"profile_id": self.profile.id, "date_from": "2026-01-01", **values})
        )
        if approved:
            contract.with_user(self.users["approver"]).action_approve()
        return contract

    def _amend(self, contract, approved=True, **values):
        values.setdefault("reason", "Agreed by phone")
        amendment = self.env["ar.credit.contract.amendment"].create(
            {"contract_id": contract.id, **values}
        )
        if approved:
            amendment.with_user(self.users["approver"]).action_approve()
        return amendment

    def _agreed(self, day, profile=None):
        found = (profile or self.profile)._get_agreed_terms(fields.Date.to_date(day))
        return found["payment_term"], found["source"]

    def _task(self, contract):
        return contract.activity_ids.filtered(lambda task: task.active)

    def _night(self):
        self.env["ar.credit.limit"]._watch(self.company)

    def _file(self, name="signed.pdf"):
        files = self.env["ir.attachment"].with_user(self.users["collector"])
        return files.create({"name": name, "raw": b"%PDF-1.4 signed"})

    # -- agreed terms ------------------------------------------------------------------

    def test_agreed_terms_step_by_step(self):
        """Nothing, the contact, a review, a contract: each comes before the one before."""
        self.partner.property_payment_term_id = False
        term, source = self._agreed("2026-03-31")
        self.assertFalse(term)
        self.assertIn("No terms of payment are agreed with Alpha Trading", source)
        self.partner.property_payment_term_id = self.terms[0]
        term, source = self._agreed("2026-03-31")
        self.assertEqual(term, self.terms[0])
        self.assertIn("those of the contact Alpha Trading count", source)
        self._rate(85)
        review = self._approve(self._make_review(judgement="Known"))
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[60])
        self.assertIn(review.name, self._agreed("2026-03-31")[1])
        # The day before it was approved, it said nothing.
        self.partner.property_payment_term_id = self.terms[0]
        self.assertEqual(self._agreed("2026-03-30")[0], self.terms[0])
        contract = self._contract(date_from="2026-03-15")
        self.partner.property_payment_term_id = self.terms[0]
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[30])
        self.assertIn(contract.name, self._agreed("2026-03-31")[1])
        self.assertEqual(self._agreed("2026-03-14")[0], self.terms[0])

    def test_pinned_terms_are_not_those_of_a_review(self):
        self._rate(85)
        self._approve(self._make_review())
        self.profile.term_pinned = True
        self.partner.property_payment_term_id = self.terms[0]
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[0])

    def test_amendments_count_from_their_day(self):
        contract = self._contract()
        first = self._amend(contract, date="2026-03-01", payment_term_id=self.terms[60].id)
        self._amend(contract, date="2026-05-01", payment_term_id=self.terms[0].id)
        for day, days in (
            ("2026-02-28", 30),
            ("2026-03-01", 60),
            ("2026-04-30", 60),
            ("2026-05-01", 0),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._agreed(day)[0], self.terms[days])
        self.assertIn(f"{contract.name}, amendment 1", self._agreed("2026-03-31")[1])
        self.assertEqual(contract.payment_term_id, self.terms[30])
        self.assertEqual(contract.current_term_id, self.terms[60])
        self.assertIn(self.terms[60].name, contract.current_terms)
        self.assertEqual(
            first.changes, f"Payment Terms: {self.terms[30].name} → {self.terms[60].name}"
        )

    def test_draft_says_nothing(self):
        self.partner.property_payment_term_id = self.terms[0]
        contract = self._contract(approved=False)
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[0])
        contract.with_user(self.users["approver"]).action_approve()
        self._amend(contract, approved=False, payment_term_id=self.terms[60].id)
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[30])

    def test_without_terms_a_contract_leaves_the_question_open(self):
        self.partner.property_payment_term_id = self.terms[60]
        self._contract(payment_term_id=False)
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[60])

    def test_of_two_contracts_the_later_start_counts(self):
        self._contract(payment_term_id=self.terms[60].id, date_from="2026-02-01")
        self._contract(payment_term_id=self.terms[30].id, date_from="2026-01-01")
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[60])
        self.assertEqual(self._agreed("2026-01-31")[0], self.terms[30])

    def test_branches_follow_the_company_above(self):
        self._contract()
        branch = self.env["res.company"].create({"name": "B", "parent_id": self.company.id})
        profile = self.env["ar.profile"].get_or_create(self.partner, branch)
        self.users["approver"].company_ids |= branch
        self.assertEqual(self._agreed("2026-03-31", profile)[0], self.terms[30])
        self._contract(profile_id=profile.id, payment_term_id=self.terms[60].id, user="root")
        self.assertEqual(self._agreed("2026-03-31", profile)[0], self.terms[60])
        self.assertEqual(self._agreed("2026-03-31")[0], self.terms[30])

    def test_many_customers_in_few_queries(self):
        profiles = self.profile
        for number in range(6):
            partner = self._make_partner(f"Customer {number}")
            profiles |= self.env["ar.profile"].get_or_create(partner, self.company)
        for profile in profiles:
            contract = self._contract(profile_id=profile.id)
            self._amend(contract, date="2026-03-01", payment_term_id=self.terms[60].id)
        day = fields.Date.to_date("2026-03-31")
        counts = []
        for some in (profiles[:2], profiles):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            agreed = some._read_agreed_terms(day)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual({row["payment_term"] for row in agreed.values()}, {self.terms[60]})
        self.assertLessEqual(counts[1], counts[0])

    # -- approval ----------------------------------------------------------------------

    def test_approved_by_an_approver_and_fixed(self):
        contract = self._contract(approved=False, penalty_clause="Eight percent.")
        collector = contract.with_user(self.users["collector"])
        with self._refused("approved by credit approvers", AccessError):
            collector.action_approve()
        contract.with_user(self.users["approver"]).action_approve()
        self.assertEqual(contract.state, "approved")
        self.assertEqual(contract.approver_id, self.users["approver"])
        self.assertEqual(self.partner.property_payment_term_id, self.terms[30])
        for values in (
            {"payment_term_id": self.terms[60].id},
            {"penalty_clause": "None."},
            {"date_from": "2025-01-01"},
            {"subject": "Other goods"},
        ):
            with self.subTest(values=values), self._refused("Write an amendment"):
                collector.write(values)
        with self._refused("not written by hand", AccessError):
            collector.write({"state": "draft"})
        with self._refused("part of the customer's file"):
            collector.unlink()
        self.assertIn("was approved by", str(self.profile.message_ids.mapped("body")))
        # Twice does nothing.
        contract.with_user(self.users["second"]).action_approve()
        self.assertEqual(contract.approver_id, self.users["approver"])

    def test_a_forged_state_is_not_taken(self):
        with self._refused("not written by hand", AccessError):
            self._contract(approved=False, state="approved", ending_date="2026-04-01")

    def test_four_eyes_above_the_companys_amount(self):
        self.company.ar_credit_four_eyes_amount = 5000
        mine = self._contract(approved=False, user="approver", credit_amount=5001)
        with self._refused("another credit approver has to approve it"):
            mine.with_user(self.users["approver"]).action_approve()
        mine.with_user(self.users["second"]).action_approve()
        small = self._contract(user="approver", credit_amount=5000, date_from="2026-03-01")
        self.assertEqual((mine.state, small.state), ("approved", "approved"))

    def test_who_is_asked(self):
        self.company.ar_credit_approver_id = self.users["second"]
        contract = self._contract(approved=False)
        contract.with_user(self.users["collector"]).action_ask_approval()
        contract.with_user(self.users["collector"]).action_ask_approval()
        self.assertEqual(self._task(contract).user_id, self.users["second"])
        contract.with_user(self.users["second"]).action_approve()
        self.assertFalse(self._task(contract))

    def test_terms_that_begin_later_are_given_on_their_day(self):
        self.partner.property_payment_term_id = self.terms[0]
        contract = self._contract(date_from="2026-04-10")
        self._amend(contract, date="2026-05-01", payment_term_id=self.terms[60].id)
        self.assertEqual(self.partner.property_payment_term_id, self.terms[0])
        for day, days in (("2026-04-09", 0), ("2026-04-10", 30), ("2026-05-01", 60)):
            with freeze_time(f"{day} 12:00:00"):
                self._night()
                self.assertEqual(self.partner.property_payment_term_id, self.terms[days], day)
        # What somebody sets afterwards is not overwritten every night.
        self.partner.property_payment_term_id = self.terms[0]
        with freeze_time("2026-05-02 12:00:00"):
            self._night()
        self.assertEqual(self.partner.property_payment_term_id, self.terms[0])

    def test_review_leaves_contract_terms_alone(self):
        self._contract()
        self._rate(85)
        review = self._approve(self._make_review())
        self.assertEqual(review.payment_term_id, self.terms[60])
        self.assertEqual(self.partner.property_payment_term_id, self.terms[30])
        self.assertIn("contract", str(self.profile.message_ids[0].body))

    # -- amendments --------------------------------------------------------------------

    def test_amendment_starts_as_a_copy(self):
        contract = self._contract(credit_amount=900, penalty_clause="Eight percent.")
        action = contract.action_amend()
        amendments = self.env["ar.credit.contract.amendment"].with_context(**action["context"])
        with Form(amendments) as form:
            self.assertEqual(form.payment_term_id, self.terms[30])
            self.assertEqual(form.penalty_clause, "Eight percent.")
            form.reason = "More business"
            form.credit_amount = 1500
        amendment = form.record
        self.assertIn("900", amendment.changes)
        self.assertIn("1,500", amendment.changes)
        self.assertEqual(contract.action_amend()["res_id"], amendment.id)
        self.assertEqual(amendment.payment_term_id, self.terms[30])

    def test_amendments_are_one_after_the_other(self):
        contract = self._contract()
        with self._refused("changes nothing"), self.env.cr.savepoint():
            self._amend(contract)
        self._amend(contract, date="2026-03-10", credit_amount=500)
        with self._refused("cannot count before", ValidationError):
            self._amend(contract, date="2026-03-09", credit_amount=600)
        amendment = self._amend(contract, date="2026-03-10", notice_days=30)
        self.assertEqual((amendment.credit_amount, amendment.number), (500, 2))
        with self._refused("Write an amendment"):
            amendment.with_user(self.users["collector"]).credit_amount = 1
        draft = self._contract(approved=False)
        with self._refused("nothing to amend"):
            self._amend(draft, credit_amount=1)

    def test_amendment_moves_the_end(self):
        contract = self._contract(date_to="2026-06-30")
        self.assertEqual(contract.end_date, self._day("2026-06-30"))
        self._amend(contract, date_to="2027-06-30")
        self.assertEqual(contract.end_date, self._day("2027-06-30"))
        self.assertEqual(contract.date_to, self._day("2026-06-30"))

    # -- ends --------------------------------------------------------------------------

    def test_end_by_its_term(self):
        contract = self._contract(date_to="2026-04-15")
        self.partner.property_payment_term_id = self.terms[0]
        self.assertEqual(self._agreed("2026-04-15")[0], self.terms[30])
        self.assertEqual(self._agreed("2026-04-16")[0], self.terms[0])
        with freeze_time("2026-04-15 12:00:00"):
            self._night()
            self.assertEqual(contract.state, "approved")
        with freeze_time("2026-04-16 12:00:00"):
            self._night()
        self.assertEqual((contract.state, contract.end_reason), ("ended", "Its term is over."))
        # What counted then still does for invoices of then.
        self.assertEqual(self._agreed("2026-04-15")[0], self.terms[30])

    def test_watch_before_the_end_once(self):
        contract = self._contract(date_to="2026-06-30", user_id=self.users["second"].id)
        for day, tasks in (
            ("2026-05-30", 0),
            ("2026-05-31", 1),
            ("2026-06-01", 1),
            ("2026-06-30", 1),
        ):
            with freeze_time(f"{day} 12:00:00"):
                self._night()
            self.assertEqual(len(self._task(contract)), tasks, day)
        task = self._task(contract)
        self.assertEqual(task.user_id, self.users["second"])
        self.assertEqual(task.date_deadline, self._day("2026-06-30"))
        self._amend(contract, date_to="2026-12-31")
        with freeze_time("2026-12-10 12:00:00"):
            self._night()
        self.assertEqual(len(self._task(contract)), 2)

    def test_extends_itself_unless_notice_is_given(self):
        contract = self._contract(date_to="2026-06-30", notice_days=60, extension_months=12)
        self.assertEqual(contract.deadline, self._day("2026-05-01"))
        with freeze_time("2026-04-02 12:00:00"):
            self._night()
        self.assertEqual(self._task(contract).date_deadline, self._day("2026-05-01"))
        self.assertIn("Give notice", self._task(contract).summary)
        with freeze_time("2026-05-01 12:00:00"):
            self._night()
            self.assertEqual(contract.end_date, self._day("2026-06-30"))
        with freeze_time("2026-05-02 12:00:00"):
            self._night()
        self.assertEqual(contract.end_date, self._day("2027-06-30"))
        self.assertIn("is extended", str(contract.message_ids.mapped("body")))
        # In force after its end though no night has passed.
        self.assertTrue(contract._is_in_force(self._day("2031-01-01")))
        contract._give_notice(self._day("2027-06-30"), "They closed the shop")
        with freeze_time("2027-07-01 12:00:00"):
            self._night()
        self.assertEqual(contract.state, "ended")
        self.assertEqual(contract.end_date, self._day("2027-06-30"))

    def test_notice_by_the_wizard(self):
        contract = self._contract(notice_days=30)
        wizard = (
            self.env["ar.credit.contract.end"]
            .with_user(self.users["collector"])
            .create({"contract_id": contract.id, "reason": "Notice by the customer"})
        )
        self.assertEqual(wizard.last_day, self._day("2026-04-30"))
        wizard.action_end()
        self.assertEqual((contract.state, contract.in_force), ("approved", True))
        self.assertEqual(contract.end_date, self._day("2026-04-30"))
        self.assertFalse(contract._is_in_force(self._day("2026-05-01")))
        with self._refused("cannot end before it starts"):
            contract._give_notice(self._day("2025-12-31"), "Wrong")
        contract._give_notice(self._day("2026-03-30"), "At once")
        self.assertEqual((contract.state, contract.in_force), ("ended", False))
        with self._refused("is not in force"):
            contract._give_notice(self._day("2026-03-30"), "Again")

    def test_replaced_from_the_first_day_of_the_new_one(self):
        old = self._contract(penalty_clause="Eight percent.")
        new = self.env["ar.credit.contract"].browse(old.action_replace()["res_id"])
        self.assertEqual((new.state, new.penalty_clause), ("draft", "Eight percent."))
        self.assertEqual(old.action_replace()["res_id"], new.id)
        new.write({"date_from": "2026-05-01", "payment_term_id": self.terms[60].id})
        new.with_user(self.users["approver"]).action_approve()
        self.assertEqual((old.state, old.replaced_by_id), ("replaced", new))
        self.assertTrue(old.in_force)
        self.assertEqual(self._agreed("2026-04-30")[0], self.terms[30])
        self.assertEqual(self._agreed("2026-05-01")[0], self.terms[60])

    def test_bad_input(self):
        for values, words in (
            ({"date_to": "2025-12-31"}, "before it starts"),
            ({"notice_days": -1}, "cannot be negative"),
            ({"invoice_days": -1}, "cannot be negative"),
            ({"late_interest": -0.5}, "cannot be negative"),
            ({"extension_months": 12}, "no end"),
            ({"accepted_on": "2026-04-01"}, "in the future"),
        ):
            with self.subTest(values=values), self._refused(words, ValidationError):
                self._contract(approved=False, **values)
        other = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        foreign = self._contract(profile_id=other.id)
        with self._refused("same customer", ValidationError):
            self._contract(approved=False, replaces_id=foreign.id)

    # -- acceptance and documents ------------------------------------------------------

    def test_portal_application_is_the_proof(self):
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        application = self.env["ar.credit.application"]._submit(contact, self.company, {})
        self.company.partner_id.tz = "Pacific/Auckland"
        contract = self._contract(approved=False, application_id=application.id)
        self.assertEqual(contract.accepted_by_id, contact)
        # 12:00 UTC is the next day in Auckland.
        self.assertEqual(contract.accepted_on, self._day("2026-04-01"))
        self.assertEqual(contract.acceptance_proof, "portal")

    def test_recorded_acceptance_stands(self):
        contract = self._contract()
        collector = contract.with_user(self.users["collector"])
        collector.write({"accepted_name": "A. Smith", "accepted_on": "2026-03-20"})
        with self._refused("recorded and stands"):
            collector.accepted_name = "B. Smith"

    def test_documents_are_added_and_not_taken_out(self):
        loose = self._file()
        contract = self._contract(attachment_ids=[(4, loose.id)])
        self.assertEqual((loose.res_model, loose.res_id), ("ar.credit.contract", contract.id))
        collector = contract.with_user(self.users["collector"])
        collector.attachment_ids = [(4, self._file("minutes.pdf").id)]
        self.assertEqual(len(contract.attachment_ids), 2)
        with self._refused("cannot be taken out"):
            collector.attachment_ids = [(3, loose.id)]
        self.assertEqual(
            base64.b64decode(contract.with_user(self.auditor).attachment_ids[0].datas)[:4], b"%PDF"
        )

    def test_in_the_credit_file(self):
        contract = self._contract(attachment_ids=[(4, self._file("frame.pdf").id)])
        self._amend(contract, payment_term_id=self.terms[60].id)
        paper = self.env["report.ar_collections.report_ar_credit_file"]
        [file] = paper._get_report_values(self.profile.ids)["files"]
        text = str(file["sections"]) + str(file["heads"])
        for words in (contract.name, "amendment 1", "frame.pdf", "Agreed in the contract"):
            self.assertIn(words, text)

    # -- roles -------------------------------------------------------------------------

    def test_roles_and_companies(self):
        contract = self._contract()
        self.assertEqual(contract.with_user(self.auditor).name, contract.name)
        with self.assertRaises(AccessError):
            contract.with_user(self.auditor).note = "Mine"
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["second"].copy({"login": "contract stranger"})
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            contract.with_user(stranger).read(["name"])
        self.assertFalse(self.env["ar.credit.contract"].with_user(stranger).search([]))
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["ar.credit.contract"].with_user(self.auditor).create(
                {"profile_id": self.profile.id}
            )

    def test_searches(self):
        contract = self._contract(date_to="2026-04-15")
        old = self._contract(date_from="2025-01-01", date_to="2025-12-31")
        found = self.env["ar.credit.contract"].search([("in_force", "=", True)])
        self.assertIn(contract, found)
        self.assertNotIn(old, found)
        self.assertEqual(self.profile.contract_count, 2)
        action = self.profile.action_view_contracts()
        self.assertEqual(self.env["ar.credit.contract"].search(action["domain"]), contract | old)

    def test_one_that_fails_does_not_stop_the_others(self):
        contracts = self._contract(date_to="2026-04-15") | self._contract(date_to="2026-04-15")
        watch = type(contracts)._watch

        def fail_first(contract):
            if contract == contracts[0]:
                raise ValueError("broken")
            return watch(contract)

        with patch.object(type(contracts), "_watch", fail_first):
            self._night()
        self.assertEqual([len(self._task(one)) for one in contracts], [0, 1])
        self.assertIn("broken", str(self.profile.message_ids.mapped("body")))
