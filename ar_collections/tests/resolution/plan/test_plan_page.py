"""The customer's pages show a plan, take its acceptance, and pay exactly one instalment."""

import html
import re

from odoo import Command
from odoo.tests import freeze_time, tagged

from ...portal.answer_common import TODAY, AnswerCommon

ROWS = [("2026-04-10", 300.0), ("2026-05-10", 300.0), ("2026-06-10", 900.0)]


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestPlanPage(AnswerCommon):
    def _plan(self, rows=ROWS):
        plan = (
            self.env["ar.plan"]
            .with_user(self.collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [Command.set(self._items(self.first | self.second))],
                    "installment_ids": [
                        Command.create({"date": day, "amount": amount}) for day, amount in rows
                    ],
                }
            )
        )
        plan.action_propose()
        return plan

    def _accept(self, plan, **form):
        path = self._path(plan, "/plan")
        page = self.url_open(path)
        csrf = re.search(r'csrf_token: "([^"]+)"', page.text).group(1)
        return self.url_open(path, data={"csrf_token": csrf, **form})

    def _begin(self, checkout):
        """The payment that a page begins."""
        signed = re.search(r'data-access-token="([^"]+)"', checkout).group(1)
        values = {
            "access_token": html.unescape(signed),
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids.id,
            "token_id": None,
            "flow": "redirect",
            "tokenization_requested": False,
            "landing_route": "/elsewhere",
        }
        before = self.env["payment.transaction"].search([])
        path = self._path(more="/transaction")
        with self._quiet():
            answer = self.url_open(path, json={"params": values}).json()
        self.assertNotIn("error", answer)
        return self.env["payment.transaction"].search([]) - before

    def test_read_and_accepted(self):
        plan = self._plan()
        page = self._get(plan).text
        self.assertIn("Read and accept the plan", page)
        form = self._get(plan, "/plan").text
        for words in (self.first.name, "1,500.00", "04/10/2026", "acknowledge that you owe"):
            self.assertIn(words, form)
        self.assertEqual(self._get(plan, "/plan/pdf").status_code, 200)
        refused = self._accept(plan, name="A", agreed="1")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("Please enter your name", refused.text)
        self.assertEqual(self._accept(plan, name="Ann").status_code, 422)
        done = self._accept(plan, name="Ann Alpha", agreed="1")
        self.assertIn("Accepted by Ann Alpha", done.text)
        self.env.invalidate_all()
        self.assertEqual(plan.state, "active")
        self.assertEqual((plan.accepted_by, plan.accept_way), ("Ann Alpha", "link"))
        self.assertEqual(str(plan.acknowledged_on), TODAY)
        self.assertTrue(plan.accept_ip and plan.accept_agent and plan.intact)
        # Twice is once: the page goes on to what is open.
        again = self._get(plan, "/plan")
        self.assertIn("Next instalment", again.text)

    def test_what_is_owed_has_changed(self):
        plan = self._plan()
        self._pay(self.first, 100, TODAY)
        answer = self._accept(plan, name="Ann Alpha", agreed="1")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("What you owe has changed", answer.text)
        self.env.invalidate_all()
        self.assertEqual(plan.state, "proposed")
        self.assertFalse(plan.acknowledged_on)

    def test_a_proposal_is_told_by_its_own_link_alone(self):
        plan = self._plan()
        self.assertNotIn(plan.name, self._get(self.statement).text)
        self.assertNotIn("acknowledge", self._get(self.statement, "/plan").text)
        plan.action_cancel()
        self.assertNotIn("Read and accept", self._get(plan).text)

    def test_our_own_people_do_not_accept(self):
        plan = self._plan()
        self.authenticate(self.collector.login, self.collector.login)
        path = self._path(plan, "/plan")
        self.assertNotIn("Accept the plan", self.url_open(path).text)
        with self._quiet():
            refused = self._accept(plan, name="Ann Alpha", agreed="1")
        self.assertEqual(refused.status_code, 403)
        self.env.invalidate_all()
        self.assertEqual(plan.state, "proposed")

    def test_exactly_the_instalment_is_paid(self):
        plan = self._plan()
        plan.action_activate()
        self.env.invalidate_all()
        page = self._get(self.statement).text
        self.assertIn("Pay the instalment", page)
        self.assertNotIn("Pay all overdue", page)
        self.assertNotIn("is being clarified", page)
        currency = self.company.currency_id
        choice = self.profile._portal_choose_instalment(currency)
        self.assertEqual(choice["amount"], 300)
        checkout = self._get(self.statement, f"/checkout?currency={currency.id}&scope=plan").text
        self.assertIn('data-amount="300.0"', checkout)
        transaction = self._begin(checkout)
        self.assertEqual(transaction.amount, 300)
        self.assertEqual(transaction.ar_item_ids.mapped("amount"), [300])
        payment = self._finish(transaction)
        self.assertEqual(payment.amount, 300)
        self.assertEqual(self.first.amount_residual, 700)
        self.assertEqual(plan.installment_ids.mapped("amount_paid"), [300, 0, 0])
        self.assertEqual(plan.next_amount, 300)

    def test_the_account_page(self):
        portal = self._make_user("plan_portal", "base.group_portal", partner_id=self.ann.id)
        plan = self._plan()
        self.authenticate(portal.login, portal.login)
        page = self.url_open("/my/balance").text
        self.assertIn("Read and accept the plan", page)
        plan.action_activate()
        page = self.url_open("/my/balance").text
        self.assertIn("Pay the instalment", page)
        currency = self.company.currency_id.id
        pay = self.url_open(f"/my/balance/pay?currency={currency}&scope=plan").text
        self.assertIn("300.00", pay)
