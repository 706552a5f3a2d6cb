"""A customer who disputes on the page without a login opens the dispute at once."""

import html
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ...controllers import answer as pages
from ...models.resolution.dispute import ar_reply
from ...tools.base.throttle import Throttle
from .answer_common import TODAY, AnswerCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestAnswerDispute(AnswerCommon):
    def setUp(self):
        super().setUp()
        for name in ("MISSES", "ANSWERS", "RENEWALS"):
            self.patch(pages, name, Throttle(1000, 600))

    def _dispute(self, moves, **form):
        form.setdefault("reason", "price")
        return self._send("dispute", item=self._items(moves), **form)

    def test_it_opens_at_once(self):
        page = self._dispute(self.first, text="10 too much")
        self.assertIn("We will look into it", page.text)
        reply = self._replies()
        self.assertEqual((reply.state, reply.handled_by_id.id), ("handled", False))
        dispute = self.profile.dispute_ids
        self.assertEqual((dispute.source, dispute.state), ("page", "open"))
        self.assertEqual(dispute.origin_ref, reply)
        self.assertEqual(dispute.move_line_ids, self._receivable(self.first))
        self.assertEqual((dispute.reason_id.code, dispute.user_id), ("price", self.collector))
        self.assertIn("10 too much", dispute.note)
        hold = self._holds()
        self.assertEqual((hold.kind, hold.move_id), ("dispute", self.first))
        self.assertEqual(dispute.activity_ids.user_id, self.collector)
        self.assertFalse(self._tasks(), "The task is the dispute's")
        # The same once more is the same; another word on it is read by a person.
        self._dispute(self.first, text="10 too much")
        self.assertEqual(self.profile.dispute_ids, dispute)
        self._dispute(self.first, text="Hello?")
        self.assertEqual(self.profile.dispute_ids, dispute)
        self.assertEqual(self._replies().filtered(lambda one: one.state == "new").kind, "dispute")

    def test_only_the_instalment_that_was_ticked(self):
        term = self._instalment_term((50, 0), (50, 30))
        invoice = self._make_invoice(date="2026-03-01", invoice_payment_term_id=term.id)
        lines = self._receivable(invoice)
        self._send("dispute", item=lines[1].ids, reason="delivery")
        self.assertEqual(self.profile.dispute_ids.move_line_ids, lines[1])

    def test_a_part_is_said(self):
        self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [(6, 0, self._items(self.first))],
                "amount": 300,
            }
        )
        self.assertIn("Being clarified: $\xa0300.00 of it", self._get().text)
        self.profile.dispute_ids.amount = 0
        page = self._get().text
        self.assertIn("Being clarified", page)
        self.assertNotIn("Being clarified:", page)

    def test_what_was_turned_down_is_read_by_a_person(self):
        self._dispute(self.first)
        self.profile.dispute_ids.action_reject()
        self._dispute(self.first, text="And yet it is wrong")
        self.assertEqual(len(self.profile.dispute_ids), 1)
        self.assertEqual(len(self._tasks()), 1)

    def test_so_many_a_day(self):
        with patch.object(ar_reply, "MOST_A_DAY", 1):
            self._dispute(self.first)
            self._dispute(self.second)
        self.assertEqual(self.profile.dispute_ids.move_line_ids, self._receivable(self.first))
        self.assertEqual(len(self._tasks()), 1)
        self.assertTrue(self._holds().filtered(lambda hold: hold.scope == "customer"))

    def test_the_undisputed_part_is_paid_online(self):
        """400 of 1,000 are disputed: the page asks for 600, and the dispute goes on."""
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [(6, 0, self._items(self.first))],
                "amount": 400,
            }
        )
        self.company.ar_deduction_amount, self.company.ar_deduction_percent = 500, 0
        currency = self.company.currency_id
        page = self._get().text
        self.assertIn("Pay all overdue", page)
        self.assertRegex(page, r"Pay all overdue[\s\S]{0,120}600\.00")
        [choice] = self.profile._portal_choose(currency, scope="overdue")["rows"]
        self.assertEqual((choice["residual_currency"], choice["asked_currency"]), (600, 600))
        # Ticked it is the same, and with what is not disputed at all it adds up.
        ticked = self.profile._portal_choose(currency, ids=self._items(self.first | self.second))
        self.assertEqual(ticked["amount"], 1100)
        checkout = self._get(more=f"/checkout?currency={currency.id}&scope=overdue").text
        self.assertIn('data-amount="600.0"', checkout)
        transaction = self._begin(checkout)
        self.assertEqual(transaction.ar_item_ids.mapped("amount"), [600])
        self._finish(transaction)
        self.assertEqual(self.first.amount_residual, 400)
        self.env.invalidate_all()
        disputes = self.env["ar.dispute"].sudo()
        disputes._watch_in(self.company)
        disputes._note_deductions(self.company)
        self.env.invalidate_all()
        self.assertEqual(dispute.state, "open")
        self.assertEqual(self.profile.dispute_ids, dispute, "The rest is no deduction beside it")
        self.assertTrue(dispute.item_ids.is_held)
        after = self._get().text
        self.assertNotIn("Pay all overdue", after)
        self.assertIn("is being clarified", after)

    def test_a_part_does_not_take_the_money_of_what_is_paid_beside_it(self):
        """600 of the older 1,000 and 500 of the younger invoice: each gets what was paid of it."""
        self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [(6, 0, self._items(self.first))],
                "amount": 400,
            }
        )
        ticked = "&".join(f"item={id_}" for id_ in self._items(self.first | self.second))
        currency = self.company.currency_id.id
        transaction = self._begin(self._get(more=f"/checkout?currency={currency}&{ticked}").text)
        self.assertEqual(sorted(transaction.ar_item_ids.mapped("amount")), [500, 600])
        self._finish(transaction)
        self.assertEqual((self.first.amount_residual, self.second.amount_residual), (400, 0))

    def test_two_parts_in_one_payment_take_nothing_of_each_other(self):
        """600 of 1,000 and 300 of 500: what is disputed of each stays open, to the cent."""
        for move, amount in ((self.first, 400), (self.second, 200)):
            self.env["ar.dispute"].create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [(6, 0, self._items(move))],
                    "amount": amount,
                }
            )
        ticked = "&".join(f"item={id_}" for id_ in self._items(self.first | self.second))
        currency = self.company.currency_id.id
        transaction = self._begin(self._get(more=f"/checkout?currency={currency}&{ticked}").text)
        self.assertEqual(sorted(transaction.ar_item_ids.mapped("amount")), [300, 600])
        payment = self._finish(transaction)
        self.assertEqual((self.first.amount_residual, self.second.amount_residual), (400, 200))
        self.assertTrue(self._receivable(payment.move_id).reconciled)

    def test_a_part_on_another_receivable_account(self):
        """600 of 1,000, 50 of 70 on another account, and 200 of 300 there: each keeps the rest."""
        other = self.company_data["default_account_receivable"].copy({"code": "199999"})
        moves = [self._make_entry(a, "2026-02-01", self.partner, account=other) for a in (70, 300)]
        moves.append(self.first)
        for move, amount in zip(moves, (20, 100, 400), strict=True):
            self.env["ar.dispute"].create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [(6, 0, self._items(move))],
                    "amount": amount,
                }
            )
        currency = self.company.currency_id.id
        page = self._get(more=f"/checkout?currency={currency}&scope=overdue").text
        payment = self._finish(self._begin(page))
        self.assertEqual(payment.amount, 850)
        left = [self._receivable(move).amount_residual for move in moves]
        self.assertEqual(left, [20, 100, 400])

    def test_a_credit_covers_the_undisputed_part_first(self):
        """300 on account cover 300 of the 600 that nobody disputes: 300 are asked."""
        self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [(6, 0, self._items(self.first))],
                "amount": 400,
            }
        )
        self._pay_on_account(self.partner, 300, "2026-03-12")
        choice = self.profile._portal_choose(self.company.currency_id, scope="overdue")
        self.assertEqual(choice["amount"], 300)

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
        with self._quiet():
            path = self._path(more="/transaction")
            answer = self.url_open(path, json={"params": values}).json()
        self.assertNotIn("error", answer)
        return self.env["payment.transaction"].search([]) - before
