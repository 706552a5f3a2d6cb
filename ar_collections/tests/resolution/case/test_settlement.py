"""Settlements: sent, accepted on the page, promised, paid, and the rest let go."""

import re
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ...portal.answer_common import TODAY, AnswerCommon

MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestSettlement(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.ar_writeoff_collector_amount = 300
        cls.company.ar_writeoff_four_eyes_amount = 1000
        cls.company.ar_writeoff_account_id = cls.company_data["default_account_expense"]
        cls.manager = cls._make_user("settle_manager", MANAGER, name="Mia Manager")
        cls.case = (
            cls.env["ar.case"]
            .with_user(cls.collector)
            .create(
                {
                    "profile_id": cls.profile.id,
                    "move_line_ids": [Command.set(cls._receivable(cls.first).ids)],
                }
            )
        )

    def _offer(self, amount=800, until="2026-04-10", pay="2026-04-20", **values):
        return self.case.env["ar.case.offer"].create(
            {
                "case_id": self.case.id,
                "amount": amount,
                "date": TODAY,
                "date_until": until,
                "date_pay": pay,
                **values,
            }
        )

    def _send_offer(self, offer):
        offer.action_send()
        message = offer.settlement_ids
        message.sudo()._send()
        return message

    def _accept(self, message, **form):
        path = self._path(message, "/settlement")
        page = self.url_open(path)
        csrf = re.search(r'csrf_token: "([^"]+)"', page.text).group(1)
        return self.url_open(path, data={"csrf_token": csrf, **form})

    def _accepted(self, **values):
        offer = self._offer(**values)
        self.assertEqual(offer.sudo()._accept({"accepted_by": "Ann", "accept_way": "link"}), "")
        return offer

    def _writeoffs(self):
        return self.env["ar.writeoff"].search([("case_id", "=", self.case.id)])

    # -- sent --------------------------------------------------------------------------

    def test_sent_and_accepted_on_the_page(self):
        offer = self._offer(terms="Goods stay ours until then.", note="He sounded willing")
        message = self._send_offer(offer)
        self.assertEqual((message.state, offer.message_state), ("sent", "sent"), message.error)
        self.assertEqual(offer.sender_id, self.collector)
        [dispatch] = message.sudo().dispatch_ids
        self.assertEqual(dispatch.channel, "email")
        mail = dispatch.mail_mail_id
        self.assertIn("800.00", mail.body_html)
        self.assertIn("1,000.00", mail.body_html)
        self.assertIn(self.first.name, mail.body_html)
        self.assertNotIn("He sounded willing", mail.body_html)
        page = self._get(message).text
        self.assertIn("Read and accept the offer", page)
        form = self._get(message, "/settlement").text
        for words in (self.first.name, "800.00", "1,000.00", "04/10/2026", "04/20/2026"):
            self.assertIn(words, form)
        self.assertIn("Goods stay ours until then.", form)
        self.assertNotIn("He sounded willing", form)
        self.assertEqual(self._get(message, "/settlement/pdf").status_code, 200)
        self.assertEqual(self._accept(message, name="A", agreed="1").status_code, 422)
        self.assertEqual(self._accept(message, name="Ann Alpha").status_code, 422)
        done = self._accept(message, name="Ann Alpha", agreed="1")
        self.assertIn("Accepted by Ann Alpha", done.text)
        self.env.invalidate_all()
        self.assertEqual((offer.state, offer.accepted_by), ("accepted", "Ann Alpha"))
        self.assertEqual((offer.accept_way, bool(offer.seal)), ("link", True))
        self.assertTrue(offer.accept_ip and offer.accept_agent and offer.accepted_at)
        promise = offer.promise_id
        self.assertEqual((promise.amount, str(promise.date)), (800, "2026-04-20"))
        self.assertEqual((promise.source, promise.state), ("settlement", "open"))
        # Once is once: the link leads back to the page.
        self.assertIn("Accepted by Ann Alpha", self._get(message, "/settlement").text)
        self.assertIn("answered", offer.sudo()._accept({"accepted_by": "Bob"}))

    def test_the_form_says_whether_it_is_as_it_was_accepted(self):
        """What is paid later changes nothing of it; a change of its amount, or of the letter, is
        told."""
        message = self._send_offer(self._offer(terms="By bank transfer."))
        offer = message.offer_id
        self.assertFalse(offer.intact, "nobody has accepted it yet")
        self._accept(message, name="Ann Alpha", agreed="1")
        self._pay(self.first, 100, TODAY)
        self.env.invalidate_all()
        self.assertTrue(offer.intact, offer.intact_note)
        [shown] = offer.action_view_acceptance()["views"]
        self.assertEqual(shown[1], "form")
        form = offer.get_view(view_type="form")["arch"]
        self.assertIn('name="intact"', form)
        self.assertIn('name="intact_note"', form)
        message.sudo().attachment_id.raw = b"%PDF-1.4 other"
        self._change(offer, amount=750)
        self.assertFalse(offer.intact)
        self.assertEqual(
            offer.intact_note.splitlines(),
            [
                "Amount: not what was sealed.",
                f"Sent: the content of the file {message.sudo().attachment_id.name} has changed.",
            ],
        )

    def test_a_seal_that_was_made_anew_is_told(self):
        offer = self._accepted()
        self._change(offer, sealed="{}")
        self.assertIn("not the text any more", offer.intact_note)
        self._change(offer, seal=None)
        self.assertIn("no seal", offer.intact_note)

    def test_an_evidence_file_says_it_too(self):
        offer = self._accepted(terms="By bank transfer.")
        evidence = self.env["ar.evidence"].create({"profile_id": self.profile.id})
        said = " ".join(str(one.html or "") for one in evidence._collect_case())
        for words in (offer.seal, "By bank transfer.", "Ann"):
            self.assertIn(words, said)
        self.assertNotIn("not what was sealed", said)
        self._change(offer, amount=750)
        said = " ".join(str(one.html or "") for one in evidence._collect_case())
        self.assertIn("Amount: not what was sealed.", said)

    def _change(self, offer, **values):
        """By SQL, as no guard of ours sees it."""
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE ar_case_offer SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    value,
                    offer.id,
                )
            )
        self.env.invalidate_all()

    def test_what_is_wrong_with_our_offer_is_ours_to_find_out(self):
        """The customer reads that we write, and not what our own people are told."""
        message = self._send_offer(self._offer())
        error = UserError("The journal of 2026 is closed.")
        with patch.object(type(message.offer_id), "_agree", side_effect=error):
            page = self._accept(message, name="Ann Alpha", agreed="1")
        self.assertEqual(page.status_code, 422)
        self.assertIn("What you owe has changed", page.text)
        self.assertNotIn("journal of 2026", page.text)
        self.env.invalidate_all()
        self.assertEqual((message.offer_id.state, message.offer_id.seal), ("open", False))
        self.assertIn("to be made anew", self._tasks_of_case())

    def test_our_own_people_do_not_accept(self):
        message = self._send_offer(self._offer())
        self.authenticate(self.collector.login, self.collector.login)
        self.assertNotIn("Accept the offer", self._get(message, "/settlement").text)
        with self._quiet():
            refused = self._accept(message, name="Ann Alpha", agreed="1")
        self.assertEqual(refused.status_code, 403)
        self.assertEqual(message.offer_id.state, "open")

    def test_a_letter_where_there_is_no_address(self):
        (self.ann | self.partner).email = False
        self.partner.write({"street": "Road 1", "city": "Ghent", "zip": "9000"})
        self.partner.country_id = self.env.ref("base.be")
        message = self._send_offer(self._offer())
        self.assertEqual(message.state, "sent", message.error)
        told = message.sudo().dispatch_ids.filtered(lambda one: one.state != "failed")
        self.assertEqual(told.channel, "letter")

    def test_only_collectors_read_the_letter_with_the_personal_link(self):
        message = self._send_offer(self._offer())
        biller = self._make_user("settle_biller", "account.group_account_invoice")
        letter = message.sudo().attachment_id
        self.assertTrue(message.with_user(biller).has_access("read"))
        self.assertTrue(letter.with_user(self.collector).has_access("read"))
        self.assertFalse(letter.with_user(biller).has_access("read"))

    def test_the_paper(self):
        message = self._send_offer(self._offer())
        report = self.env.ref("ar_collections.action_report_ar_settlement")
        text = report._render_qweb_html(report.id, message.ids)[0].decode()
        for words in ("Our offer to settle", self.first.name, "We settle it for", "800.00"):
            self.assertIn(words, text)
        self.assertIn("All rights from late payment stay reserved", text.replace("\\n", " "))

    def test_what_cannot_be_sent(self):
        cases = [
            ({"by": "customer"}, "customer's own"),
            ({"until": "2026-03-31", "date": "2026-03-01", "pay": "2026-03-30"}, "is over"),
            ({"amount": 1001}, "Less is open"),
        ]
        for values, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._offer(**values).action_send()
        sent = self._offer(amount=900)
        sent.action_send()
        with self.assertRaisesRegex(UserError, "sent already"):
            sent.action_send()
        with self.assertRaisesRegex(UserError, "was sent to"):
            sent.amount = 500
        with self.assertRaisesRegex(UserError, "part of the history"):
            sent.unlink()
        self._offer(amount=950).unlink()

    def test_who_may_let_go_of_how_much(self):
        """300 are a collector's; above it a manager sends, above 1,000 not who wrote the offer."""
        offer = self._offer(amount=699)
        with self.assertRaisesRegex(AccessError, "lets go of .*301.* Mia Manager"):
            offer.action_send()
        offer.with_user(self.manager).action_send()
        self.assertEqual(offer.sender_id, self.manager)
        self.company.ar_writeoff_four_eyes_amount = 400
        own = self._offer(amount=500)
        own.with_user(self.manager).action_send()
        mine = (
            self.env["ar.case.offer"]
            .with_user(self.manager)
            .create({"case_id": self.case.id, "amount": 500, "date_until": "2026-04-10"})
        )
        with self.assertRaisesRegex(UserError, "another collections manager"):
            mine.action_send()

    def test_noting_an_answer_takes_the_same_right(self):
        """Who may not send an offer does not note it as accepted either, whoever made it."""
        for by in ("us", "customer"):
            with self.subTest(by=by), self.assertRaisesRegex(AccessError, "Mia Manager"):
                self._offer(amount=699, by=by).action_accept()
        self.company.ar_writeoff_four_eyes_amount = 400
        offer = self._offer(amount=900)
        offer.with_user(self.manager).amount = 500
        with self.assertRaisesRegex(UserError, "another collections manager"):
            offer.with_user(self.manager).action_accept()
        sent = self._offer(amount=650)
        sent.with_user(self.manager).action_send()
        sent.action_accept()
        self.assertEqual(sent.state, "accepted")

    def test_who_may_wait_for_how_long(self):
        """The policy's days are a collector's, as for any promise; a manager waits longer."""
        self.profile.policy_id.promise_days = 30
        self._offer(pay="2026-04-30").action_send()
        for values in ({"pay": "2026-05-01"}, {"pay": False, "until": "2026-05-01"}):
            with self.subTest(**values):
                late = self._offer(**values)
                with self.assertRaisesRegex(AccessError, "until 05/01/2026.* 30 days.* Mia"):
                    late.action_send()
                with self.assertRaisesRegex(AccessError, "Mia Manager"):
                    late.action_accept()
        late.with_user(self.manager).action_send()
        # What a manager has sent, a collector notes the answer of.
        late.action_accept()
        self.assertEqual(str(late.promise_id.date), "2026-05-01")

    def test_who_decided_does_not_approve_the_rest_alone(self):
        self.company.ar_writeoff_four_eyes_amount = 100
        offer = self._offer()
        offer.with_user(self.manager).action_accept()
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        writeoff = self._writeoffs()
        self.assertIn(self.manager, writeoff.editor_ids)
        self.company.ar_writeoff_collector_amount = 0
        with self.assertRaisesRegex(UserError, "another collections manager"):
            writeoff.with_user(self.manager).action_approve()

    def test_a_case_that_has_changed_since_it_was_sent(self):
        offer = self._offer()
        message = self._send_offer(offer)
        self.case.move_line_ids |= self._receivable(self.second)
        self.env.invalidate_all()
        self.assertIn("has changed", offer.sudo()._accept({"accepted_by": "Ann"}))
        with self.assertRaisesRegex(UserError, "has changed since"):
            offer.action_accept()
        self.assertEqual((offer.state, message.offer_state), ("open", "open"))
        self.case.move_line_ids -= self._receivable(self.second)
        self.env.invalidate_all()
        self.assertEqual(offer.sudo()._accept({"accepted_by": "Ann"}), "")

    def test_an_answer_by_hand_is_given_once(self):
        kept = self._accepted()
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual(kept.state, "kept")
        for button in ("action_accept", "action_refuse", "action_break"):
            with self.subTest(button), self.assertRaisesRegex(UserError, "answered already"):
                getattr(kept, button)()

    def test_not_kept_by_hand(self):
        offer = self._accepted()
        offer.action_break()
        self.assertEqual((offer.state, offer.promise_id.state), ("broken", "withdrawn"))
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual(offer.state, "broken")
        self.assertFalse(self._writeoffs())

    def test_what_was_answered_meanwhile_does_not_leave(self):
        offer = self._offer()
        offer.action_send()
        offer.action_refuse()
        self.assertEqual(offer.settlement_ids.state, "cancelled")
        late = self._offer(until="2026-04-01")
        late.action_send()
        with freeze_time("2026-04-02 12:00:00"):
            late.settlement_ids.sudo()._send()
        self.assertEqual(late.settlement_ids.state, "cancelled")

    # -- accepted, and then ------------------------------------------------------------

    def test_the_day_passes(self):
        message = self._send_offer(self._offer())
        with freeze_time("2026-04-11 12:00:00"):
            refused = message.offer_id.sudo()._accept({"accepted_by": "Ann"})
            self.assertIn("its day is over", refused)
            self.assertIn("This offer is over", self._get(message).text)
            self.env["ar.case"].sudo()._watch(self.company)
            self.env.invalidate_all()
        self.assertEqual(message.offer_id.state, "lapsed")
        self.assertFalse(message.offer_id.promise_id)

    def test_paid_and_the_rest_let_go(self):
        """1,000 for 800: 800 come in, 200 wait for approval, and are booked."""
        offer = self._accepted()
        with self.assertRaisesRegex(UserError, "accepted a settlement"):
            self.case.action_hand_over()
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.promise_id.state, offer.state), ("kept", "kept"))
        writeoff = self._writeoffs()
        self.assertEqual(
            (writeoff.amount, writeoff.reason, writeoff.state), (200, "settlement", "requested")
        )
        with self.assertRaisesRegex(UserError, "has paid the settlement"):
            self.case.action_hand_over()
        mine = writeoff.with_user(self.collector)
        mine.action_approve()
        self.assertEqual(writeoff.state, "approved")

    def _tasks_of_case(self):
        return " ".join(self.case.sudo().activity_ids.mapped("summary"))

    def _holds_of_rest(self):
        return self._holds().filtered(lambda one: one.kind == "settlement")

    def test_nobody_is_reminded_of_what_was_let_go(self):
        offer = self._accepted()
        payment = self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        hold = self._holds_of_rest()
        self.assertEqual((hold.move_line_id, hold.amount), (self._receivable(self.first), 200))
        self.assertEqual(hold.origin_ref, offer)
        writeoff = self._writeoffs()
        writeoff.action_refuse()
        self.assertFalse(self._holds_of_rest())
        writeoff.action_request()
        self.assertEqual(self._holds_of_rest().amount, 200)
        writeoff.action_approve()
        self.assertEqual(self._holds_of_rest().amount, 200)
        self._receivable(payment.move_id).remove_move_reconcile()
        payment.action_draft()
        self.env.invalidate_all()
        self.assertEqual(offer.state, "accepted")
        self.assertEqual(self._holds_of_rest().amount, 200)

    def test_nobody_is_reminded_of_the_rest_while_the_money_may_come(self):
        """1,000 for 800: 800 are held as promised and 200 as settled, until the day is over."""
        offer = self._accepted()
        self.assertEqual(sorted(self._holds().mapped("kind")), ["promise", "settlement"])
        self.assertEqual(self._holds_of_rest().amount, 200)
        self._pay(self.first, 500, TODAY)
        self.env.invalidate_all()
        self.assertEqual(self._holds_of_rest().amount, 200)
        with freeze_time("2026-05-20 12:00:00"):
            offer.promise_id.sudo()._settle()
            self.env.invalidate_all()
            self.assertEqual(offer.state, "broken")
            self.assertFalse(self._holds_of_rest().filtered("in_force"))

    def test_the_rest_of_a_settlement_that_is_broken_by_hand_is_asked_for(self):
        offer = self._accepted()
        offer.action_break()
        self.assertFalse(self._holds_of_rest().filtered("in_force"))

    def test_what_was_booked_is_told_and_not_let_go_twice(self):
        offer = self._accepted()
        payment = self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        writeoff = self._writeoffs()
        writeoff.action_approve()
        writeoff.action_book()
        self.assertEqual((writeoff.state, self.first.amount_residual), ("booked", 0))
        self.assertFalse(self._holds_of_rest())
        self._receivable(payment.move_id).remove_move_reconcile()
        payment.action_draft()
        self.env.invalidate_all()
        self.assertEqual((offer.state, writeoff.state), ("accepted", "booked"))
        self.assertIn("not paid any more, and written off", self._tasks_of_case())
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, self._writeoffs()), ("kept", writeoff))

    def test_a_credit_note_lowers_the_rest(self):
        """1,000 for 800, of which 50 are credited: 150 are left, whatever is matched."""
        offer = self._accepted()
        refund = self._make_invoice(amount=50, date=TODAY, due=TODAY, move_type="out_refund")
        self._receivable(self.first | refund).reconcile()
        self._pay_on_account(self.partner, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, self._writeoffs().amount), ("kept", 150))

    def _credit(self, amount, day=TODAY):
        """A credit note that nobody has matched."""
        return self._make_invoice(amount=amount, date=day, due=day, move_type="out_refund")

    def _two_items(self):
        """600 and 400 in the case, the older first."""
        case, profile = self.case, self.profile
        moves = [
            self._make_invoice(amount=amount, date="2026-01-01", due=due)
            for amount, due in ((600, "2026-01-10"), (400, "2026-01-20"))
        ]
        case.sudo().move_line_ids = self._receivable(moves[0] | moves[1])
        self.assertEqual(profile, case.profile_id)
        return moves

    def test_a_credit_that_is_not_matched_yet_lowers_the_rest(self):
        """600 and 400 for 700; 100 are credited afterwards. 700 come in: 1,000 − 700 − 100 = 200 of
        the younger item are let go."""
        old, young = self._two_items()
        offer = self._accepted(amount=700)
        self.assertEqual(offer.claim_amount, 1000)
        self._credit(100)
        self._pay(old, 600, TODAY)
        self._pay(young, 100, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, young.amount_residual), ("kept", 300))
        writeoff = self._writeoffs()
        self.assertEqual((writeoff.amount, writeoff.move_line_id), (200, self._receivable(young)))

    def test_credits_cover_all_of_the_rest(self):
        """1,000 for 700, of which 400 are credited: 300 are left to pay, and nothing is let go."""
        self._two_items()
        offer = self._accepted(amount=700)
        self._credit(400)
        self._pay_on_account(self.partner, 700, TODAY)
        self.env.invalidate_all()
        self.assertEqual(offer.state, "kept")
        self.assertFalse(self._writeoffs())

    def test_a_credit_that_was_there_before_is_no_part_of_the_claim(self):
        """1,000 less 100 of credit: 900 are claimed, 700 settle them, 200 are let go."""
        old, young = self._two_items()
        self._credit(100)
        offer = self._offer(amount=901)
        with self.assertRaisesRegex(UserError, "Less is open"):
            offer.action_send()
        offer.amount = 700
        message = self._send_offer(offer)
        self.assertEqual(offer.sent_claim, 900)
        told = message._prepare_offer()
        self.assertIn("900.00", told["claim"])
        self.assertRegex(told["credits"], r"-\W?100\.00")
        self.assertIn("Credits not yet used", self._get(message, "/settlement").text)
        self.assertEqual(offer.sudo()._accept({"accepted_by": "Ann"}), "")
        self.assertEqual(offer.claim_amount, 900)
        self._pay(old, 600, TODAY)
        self._pay(young, 100, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, self._writeoffs().amount), ("kept", 200))

    def test_a_credit_covers_what_is_older_than_the_case_first(self):
        """80 of the 100 cover an older debt: 20 are there for the case, 280 are let go."""
        self._two_items()
        self._make_invoice(amount=80, date="2025-12-01", due="2025-12-31")
        offer = self._accepted(amount=700)
        self._credit(100)
        self._pay_on_account(self.partner, 700, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, offer.claim_amount), ("kept", 1000))
        self.assertEqual(self._writeoffs().amount, 280)

    def test_money_beyond_the_settlement_is_not_for_what_was_let_go(self):
        """700 of 1,000 and 300 for something else come in one payment: 300 are let go."""
        self._two_items()
        self._make_invoice(amount=300, date="2026-02-01", due="2026-02-28")
        offer = self._accepted(amount=700)
        self._pay_on_account(self.partner, 1000, TODAY)
        self.env.invalidate_all()
        self.assertEqual((offer.state, self._writeoffs().amount), ("kept", 300))

    def test_a_payment_is_matched_with_what_was_settled_first(self):
        """600 and 400 for 700, an older debt of 300: of 1,000 the two get 600 and 100, what was let
        go stays, and the older one gets the rest."""
        self.company.ar_allocation_auto = True
        old, young = self._two_items()
        other = self._make_invoice(amount=300, date="2025-12-01", due="2025-12-31")
        offer = self._accepted(amount=700)
        self._post_payment(700)
        self.assertEqual(
            (old.amount_residual, young.amount_residual, other.amount_residual), (0, 300, 300)
        )
        self.assertEqual((offer.state, self._writeoffs().amount), ("kept", 300))
        self._post_payment(400)
        self.assertEqual((young.amount_residual, other.amount_residual), (300, 0))
        self.assertEqual((offer.state, self._writeoffs().amount), ("kept", 300))

    def _post_payment(self, amount):
        """A payment that nobody matches, at the end of its transaction."""
        self._pay_on_account(self.partner, amount, TODAY)
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_what_is_written_off_otherwise_is_told(self):
        self._accepted()
        self.env["ar.writeoff"].create(
            {"move_line_id": self._receivable(self.first).id, "amount": 100, "reason": "other"}
        )
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertFalse(self._writeoffs())
        self.assertIn("write off the rest", self._tasks_of_case())

    def test_what_lateness_cost_is_settled_too(self):
        item = self._receivable(self.first)
        charge = (
            self.env["ar.charge"]
            .sudo()
            .create(
                {
                    **self.env["ar.charge"]._prepare_origin(item),
                    "kind": "interest",
                    "profile_id": self.profile.id,
                    "date_from": "2026-02-01",
                    "date_to": TODAY,
                    "amount": 12,
                }
            )
        )
        self._accepted()
        self.assertFalse(self.env["ar.plan"]._read_kept(item.ids))
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual((charge.state, charge.amount_left), ("waived", 0))
        self.assertIn(item.id, self.env["ar.plan"]._read_kept(item.ids))

    def test_it_takes_the_place_of_an_older_promise(self):
        older = self.env["ar.promise"].create(
            {
                "profile_id": self.profile.id,
                "date": "2026-04-15",
                "amount": 200,
                "move_line_ids": [Command.set(self._receivable(self.first).ids)],
            }
        )
        offer = self._accepted()
        self.assertEqual((older.state, older.replaced_by_id), ("withdrawn", offer.promise_id))
        self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual(offer.state, "kept")

    def test_a_promise_that_is_taken_back_is_told(self):
        offer = self._accepted()
        offer.promise_id.sudo()._withdraw("He will not pay")
        self.assertEqual(offer.state, "accepted")
        self.assertIn("is it paid?", self._tasks_of_case())

    def test_the_rest_of_several_items(self):
        """1,500 for 1,350, paid on account: 150 of the younger item wait, whatever is matched."""
        self.case.move_line_ids |= self._receivable(self.second)
        offer = self._accepted(amount=1350)
        self._pay_on_account(self.partner, 1350, TODAY)
        self.env.invalidate_all()
        self.assertEqual(offer.state, "kept")
        writeoff = self._writeoffs()
        self.assertEqual(writeoff.move_line_id, self._receivable(self.second))
        self.assertEqual((writeoff.amount, offer.claim_amount), (150, 1500))

    def test_less_is_paid(self):
        offer = self._accepted()
        self._pay(self.first, 500, TODAY)
        self.assertEqual(offer.state, "accepted")
        with freeze_time("2026-05-20 12:00:00"):
            offer.promise_id.sudo()._settle()
            self.env.invalidate_all()
            self.assertEqual(offer.promise_id.state, "partly_kept")
            self.assertEqual(offer.state, "broken")
            self.assertFalse(self._writeoffs())
            self.assertIn("not kept", " ".join(self.case.sudo().activity_ids.mapped("summary")))
            self.case.with_user(self.manager).action_hand_over()
        self.assertEqual(self.case.state, "open")

    def test_a_payment_that_is_undone_takes_the_write_off_back(self):
        offer = self._accepted()
        payment = self._pay(self.first, 800, TODAY)
        self.env.invalidate_all()
        self.assertEqual(offer.state, "kept")
        self._receivable(payment.move_id).remove_move_reconcile()
        payment.action_draft()
        self.env.invalidate_all()
        self.assertEqual((offer.promise_id.state, offer.state), ("open", "accepted"))
        self.assertEqual(self._writeoffs().mapped("state"), ["cancelled"])

    def test_more_is_offered_than_is_open_by_now(self):
        offer = self._offer()
        self._pay(self.first, 300, TODAY)
        self.env.invalidate_all()
        refused = offer.sudo()._accept({"accepted_by": "Ann"})
        self.assertIn("What you owe has changed", refused)
        self.assertEqual(offer.state, "open")

    def test_noted_by_a_collector(self):
        offer = self._offer()
        offer.action_accept()
        self.assertEqual(offer.promise_id.amount, 800)
        self.assertFalse(offer.seal)
        past = self._offer(date="2026-03-01", until="2026-03-20", pay=False)
        past.action_accept()
        self.assertFalse(past.promise_id)
