"""Until when open items can be enforced: whose law, what counts, what the list shows."""

import base64

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LimitationCommon

TODAY = "2026-03-31"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestLimitation(LimitationCommon):
    # -- whose law ---------------------------------------------------------------------

    def test_the_customers_country_says_whose_law(self):
        for code, due, last in (
            ("de", "2024-03-31", "2027-12-31"),
            ("cn", "2024-03-31", "2027-03-31"),
            ("nl", "2024-03-31", "2029-03-31"),
            ("pl", "2024-03-31", "2027-12-31"),
        ):
            with self.subTest(code=code):
                partner = self._customer(f"Law {code}", code)
                service = {"product_id": self.service.id, "price_unit": 100.0, "tax_ids": []}
                invoice = self._make_invoice(
                    partner, due=due, date="2024-03-01", invoice_line_ids=[Command.create(service)]
                )
                self.assertEqual(self._date(invoice), [last])
                item = self._item(invoice)
                self.assertEqual(item.limitation_country_id, self.country[code])
                self.assertEqual(item.limitation_unchecked, code == "pl")

    def test_without_a_country_it_is_ours_and_without_a_rule_it_is_unknown(self):
        invoice = self._make_invoice(self._customer("Nowhere"), due="2024-03-31")
        self.assertEqual(self._item(invoice).limitation_country_id, self.country["de"])
        self.company.country_id = self.env.ref("base.aq")
        item = self._item(invoice)
        self.assertFalse(item.limitation_date)
        self.assertEqual(item.limitation_span, "unknown")
        self.assertIn("Antarctica", item.limitation_cause)
        self.company.country_id = False
        self.assertIn("Unknown law", self._item(invoice).limitation_cause)

    def test_a_contract_says_whose_law_governs(self):
        partner = self._customer("Contract", "de")
        before = self._make_invoice(partner, date="2024-03-01", due="2024-03-31")
        after = self._make_invoice(partner, date="2025-03-01", due="2025-03-31")
        contract = self.env["ar.credit.contract"].create(
            {
                "profile_id": self._profile(partner).id,
                "date_from": "2025-01-01",
                "governing_country_id": self.country["nl"].id,
            }
        )
        self.assertEqual(self._date(after), ["2028-12-31"])
        contract.action_approve()
        self.assertEqual(self._date(after), ["2030-03-31"])
        self.assertEqual(self._date(before), ["2027-12-31"])
        with self.assertRaisesRegex(UserError, "governs it"):
            contract.governing_country_id = self.country["cn"]
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.env["ar.credit.contract"].create(
                {
                    "profile_id": self._profile(partner).id,
                    "governing_country_id": self.country["nl"].id,
                    "governing_state_id": self.env.ref("base.state_us_1").id,
                }
            )

    def test_an_approved_contract_may_still_say_its_law_once(self):
        partner = self._customer("Old contract", "de")
        contract = self.env["ar.credit.contract"].create(
            {"profile_id": self._profile(partner).id, "date_from": "2023-01-01"}
        )
        contract.action_approve()
        contract.governing_country_id = self.country["cn"]
        invoice = self._make_invoice(partner, date="2024-03-01", due="2024-03-31")
        self.assertEqual(self._date(invoice), ["2027-03-31"])

    def test_goods_and_services_of_the_states(self):
        states = {code: self.env.ref(f"base.state_us_{number}") for code, number in STATES}
        for code, product, last in (
            ("NY", self.goods, "2028-03-31"),
            ("NY", self.service, "2030-03-31"),
            ("NY", None, "2028-03-31"),
            ("CA", self.service, "2028-03-31"),
            ("LA", self.goods, "2027-03-31"),
        ):
            with self.subTest(state=code, product=product):
                partner = self._customer(f"State {code}", "us", state_id=states[code].id)
                line = {"name": "x", "price_unit": 100.0, "tax_ids": []}
                line["product_id"] = product.id if product else False
                invoice = self._make_invoice(
                    partner,
                    date="2024-03-01",
                    due="2024-03-31",
                    invoice_line_ids=[Command.create(line)],
                )
                self.assertEqual(self._date(invoice), [last])

    def test_private_customers_have_their_own_rule(self):
        partner = self._customer("Anna Private", None, is_company=False)
        partner.country_id = self.env.ref("base.fr")
        invoice = self._make_invoice(partner, date="2025-03-01", due="2025-03-31")
        self.assertEqual(self._date(invoice), ["2027-03-31"])

    def test_instalments_in_china_end_together(self):
        term = self._instalment_term((50, 30), (50, 120))
        invoice = self._make_invoice(
            self._customer("Instalments", "cn"), date="2024-01-01", invoice_payment_term_id=term.id
        )
        self.assertEqual(self._date(invoice), ["2027-04-30", "2027-04-30"])
        invoice = self._make_invoice(
            self._customer("Teile", "nl"), date="2024-01-01", invoice_payment_term_id=term.id
        )
        self.assertEqual(self._date(invoice), ["2029-01-31", "2029-04-30"])

    def test_credits_and_money_paid_out_have_none(self):
        partner = self._customer("Credits", "cn")
        refund = self._make_invoice(partner, move_type="out_refund", date="2024-03-01")
        self.assertEqual(self._date(refund), [""])
        self.assertFalse(self._item(refund).limitation_cause)
        self.assertFalse(self._item(refund).limitation_span)

    # -- a company's own rules ---------------------------------------------------------

    def test_a_company_confirms_its_own_copy(self):
        shipped = self.env.ref("ar_collections.ar_limitation_rule_pl")
        partner = self._customer("Confirmed", "pl")
        service = {"product_id": self.service.id, "price_unit": 100.0, "tax_ids": []}
        invoice = self._make_invoice(
            partner,
            date="2024-03-01",
            due="2024-03-31",
            invoice_line_ids=[Command.create(service)],
        )
        self.assertTrue(self._item(invoice).limitation_unchecked)
        action = shipped.action_confirm()
        own = self.env["ar.limitation.rule"].browse(action["res_id"])
        self.assertEqual((own.company_id, str(own.checked_on)), (self.company, TODAY))
        self.assertEqual((own.checked_by_id, own.unchecked), (self.env.user, False))
        self.assertEqual(own.restart_on, shipped.restart_on)
        self.assertFalse(shipped.checked_on)
        item = self._item(invoice)
        self.assertEqual((item.limitation_rule_id, item.limitation_unchecked), (own, False))
        self.assertEqual(shipped.action_confirm()["res_id"], own.id)
        # What was confirmed was confirmed as it stood.
        own.years = 2
        self.assertTrue(own.unchecked)
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        self.assertTrue(own.action_confirm())
        self.assertFalse(own.unchecked)

    def test_rules_with_faults_are_refused(self):
        rule = self.env.ref("ar_collections.ar_limitation_rule_cn").copy()
        with self.assertRaisesRegex(ValidationError, "after 2 years at most"):
            rule.cap_years = 2
        with self.assertRaisesRegex(ValidationError, "does not belong to China"):
            rule.state_ids = self.env.ref("base.state_us_1")
        with self.assertRaises(AccessError):
            rule.checked_on = TODAY
            # Closed for people: the button keeps day and name.
            rule.with_user(self._make_user("boss", MANAGER)).checked_on = TODAY

    # -- reminders that arrived --------------------------------------------------------

    def test_a_reminder_counts_once_its_arrival_is_proved(self):
        partner = self._customer("Arrived", "cn")
        invoice = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        dispatch = self._sent(invoice, "2025-03-03")
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        dispatch._move_to("delivered", date="2025-03-04 09:00:00")
        self.assertEqual(self._date(invoice), ["2028-03-04"])
        cause = self._item(invoice).limitation_cause
        self.assertIn("arrived (REM/2025-03-03)", cause)
        self.assertIn("03/04/2025", cause)

    def test_a_page_that_was_opened_proves_it(self):
        partner = self._customer("Seen", "cn")
        invoice = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        dispatch = self._sent(invoice, "2025-03-03", channel="letter")
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        self.env["ar.seen"].sudo().create(
            {
                "res_model": "ar.dunning.notice",
                "res_id": dispatch.notice_id.id,
                "profile_id": dispatch.profile_id.id,
                "first_date": "2025-03-06 09:00:00",
                "last_date": "2025-03-06 09:00:00",
            }
        )
        self.assertEqual(self._date(invoice), ["2028-03-06"])

    def test_calls_letters_and_what_came_back_prove_nothing(self):
        partner = self._customer("Unproved", "cn")
        invoice = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        self._sent(invoice, "2025-03-03", channel="call", state="delivered")
        self._sent(invoice, "2025-03-04", channel="letter", state="delivered")
        self._sent(invoice, "2025-03-05", state="bounced")
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        said = self._explain(invoice)
        self.assertEqual(said.count("It would count if we could prove it."), 2)

    def test_the_netherlands_ask_for_a_reservation(self):
        partner = self._customer("Reserved", "nl")
        invoice = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        self._sent(invoice, "2025-03-03", state="delivered")
        self.assertEqual(self._date(invoice), ["2028-12-31"])
        self.level.reserving = True
        self.assertEqual(self._date(invoice), ["2028-12-31"], "It was said before.")
        self._sent(invoice, "2025-04-03", channel="sms", state="delivered")
        self.assertEqual(self._date(invoice), ["2028-12-31"], "A text message has other words.")
        dispatch = self._sent(invoice, "2025-05-03", state="delivered")
        self.assertEqual(self._date(invoice), ["2030-05-03"])
        self.assertIn("reserve", dispatch.notice_id.text_reservation)
        self.level.reserving = False
        self.assertEqual(self._date(invoice), ["2030-05-03"], "It was said.")

    # -- money -------------------------------------------------------------------------

    def test_a_part_payment_counts_until_it_is_undone(self):
        partner = self._customer("Part", "de")
        invoice = self._make_invoice(partner, date="2023-03-01", due="2023-03-31")
        payment = self._pay(invoice, 100, "2025-02-10")
        self.assertEqual(self._date(invoice), ["2028-02-10"])
        self.assertIn("Part payment", self._item(invoice).limitation_cause)
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        self._make_invoice(partner, 50, "2025-03-01", move_type="out_refund")
        refund = partner.invoice_ids.filtered(lambda m: m.move_type == "out_refund")
        self._receivable(refund | invoice).reconcile()
        self.assertEqual(self._date(invoice), ["2026-12-31"], "A credit note is ours.")

    # -- what people record ------------------------------------------------------------

    def test_an_event_counts_with_its_proof(self):
        partner = self._customer("By hand", "cn")
        invoice = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        event = self._event(partner, "ack_signed", "2025-03-03", reference=False)
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        file = self.env["ir.attachment"].create(
            {"name": "signed.pdf", "datas": base64.b64encode(b"signed")}
        )
        event.attachment_ids = file
        self.assertEqual(self._date(invoice), ["2028-03-03"])
        self.assertEqual((file.res_model, file.res_id), ("ar.limitation.event", event.id))
        with self.assertRaisesRegex(UserError, "cannot be taken away"):
            event.attachment_ids = [Command.unlink(file.id)]
        event._withdraw("Wrong customer")
        self.assertFalse(event._withdraw("Twice"))
        self.assertEqual(event.withdrawn_reason, "Wrong customer")
        self.assertEqual(self._date(invoice), ["2026-12-31"])
        with self.assertRaisesRegex(UserError, "evidence"):
            event.sudo().unlink()

    def test_an_event_is_for_chosen_items_or_all_of_its_day(self):
        partner = self._customer("Which", "cn")
        first = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        second = self._make_invoice(partner, date="2024-12-01", due="2024-12-31")
        later = self._make_invoice(partner, date="2025-06-01", due="2025-06-30")
        self._event(partner, "ack_signed", "2025-03-03")
        self.assertEqual(
            self._date(first | second | later), ["2028-03-03", "2028-03-03", "2028-06-30"]
        )
        chosen = [Command.set(self._receivable(first).ids)]
        self._event(partner, "suit", "2025-04-03", move_line_ids=chosen)
        self.assertEqual(self._date(first | second), ["2028-04-03", "2028-03-03"])

    def test_an_event_of_items_never_becomes_one_of_all(self):
        partner = self._customer("Vanished", "cn")
        gone = self._make_invoice(partner, date="2023-12-01", due="2023-12-31")
        stays = self._make_invoice(partner, date="2024-12-01", due="2024-12-31")
        chosen = [Command.set(self._receivable(gone).ids)]
        event = self._event(partner, "suit", "2025-04-03", move_line_ids=chosen)
        gone.button_draft()
        gone.with_context(force_delete=True).unlink()
        self.assertFalse(event.move_line_ids)
        self.assertEqual(self._date(stays), ["2027-12-31"])

    def test_a_suit_stops_the_clock_as_long_as_it_lasts(self):
        partner = self._customer("Suit", "de")
        invoice = self._make_invoice(partner, date="2023-03-01", due="2023-03-31")
        event = self._event(partner, "suit", "2026-03-01")
        self.assertEqual(self._date(invoice), ["2027-01-30"])
        with freeze_time("2026-04-10 12:00:00"):
            self.assertEqual(self._date(invoice), ["2027-02-09"])
        event.until = "2026-03-11"
        self.assertEqual(self._date(invoice), ["2027-01-10"])

    def test_faults_are_named(self):
        partner = self._customer("Faults", "cn")
        other = self._make_invoice(self._customer("Strange", "cn"), date="2025-03-01")
        for kind, day, values, words in (
            ("suit", "2026-04-01", {}, "lies in the future"),
            ("suit", "2026-03-01", {"until": "2026-02-01"}, "before it begins"),
            ("ack", "2026-03-01", {"until": "2026-03-02"}, "of one day"),
            (
                "ack",
                "2026-03-01",
                {"move_line_ids": [Command.set(self._receivable(other).ids)]},
                "is no item of",
            ),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self._event(partner, kind, day, **values)

    def test_events_follow_when_accounts_are_merged(self):
        old, new = self._customer("Old name", "cn"), self._customer("New name", "cn")
        event = self._event(old, "ack_signed", "2025-03-03")
        self._profile(old)._merge_into(self._profile(new))
        self.assertEqual(event.profile_id, self._profile(new))
        self.assertTrue(self._profile(new)._find_history())

    # -- the list ----------------------------------------------------------------------

    def test_the_list_is_searched_sorted_and_grouped(self):
        partner = self._customer("Sorted", "cn")
        dues = ("2023-04-15", "2023-01-31", "2023-06-15", "2023-09-15", "2025-01-31")
        for due in dues:
            self._make_invoice(partner, date="2023-01-01", due=due)
        items = self.env["ar.open.item"]
        own = [("partner_id", "=", partner.id)]
        found = items.search(own, order="limitation_date desc, id")
        self.assertEqual(
            [str(item.limitation_date) for item in found],
            ["2028-01-31", "2026-09-15", "2026-06-15", "2026-04-15", "2026-01-31"],
        )
        self.assertEqual(found.mapped("limitation_span"), ["later", "180", "90", "30", "lapsed"])
        for domain, count in (
            ([("limitation_date", "<", TODAY)], 1),
            ([("limitation_date", ">=", "2026-06-15")], 3),
            ([("limitation_date", "=", "2026-06-15")], 1),
            ([("limitation_date", "!=", False)], 5),
            ([("limitation_date", "=", False)], 0),
            ([("limitation_days", "<=", 90)], 3),
            ([("limitation_span", "in", ("30", "90"))], 2),
            ([("limitation_span", "not in", ("30", "90"))], 3),
            ([("limitation_country_id", "=", self.country["cn"].id)], 5),
            ([("limitation_country_id.code", "=", "CN")], 5),
            ([("limitation_country_id", "!=", self.country["cn"].id)], 0),
            ([("limitation_unchecked", "=", False)], 5),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(items.search_count(own + domain), count)
        groups = items.formatted_read_group(own, ["limitation_span"], ["__count"])
        self.assertEqual({g["limitation_span"]: g["__count"] for g in groups}["30"], 1)
        groups = items.formatted_read_group(own, ["limitation_date:year"], ["residual:sum"])
        self.assertEqual([g["residual:sum"] for g in groups], [4000.0, 1000.0])
        groups = items.formatted_read_group(own, ["limitation_country_id"], ["__count"])
        self.assertEqual(groups[0]["limitation_country_id"][0], self.country["cn"].id)

    def test_salespeople_see_until_when_their_customers_claims_last(self):
        self.company.ar_aging_for_sales = True
        seller = self._make_user("seller", "ar_collections.ar_collections_group_sales")
        partner = self._customer("Sold", "cn", user_id=seller.id)
        self._make_invoice(partner, date="2024-03-01", due="2024-03-31")
        found = self.env["ar.open.item"].with_user(seller).search([])
        self.assertEqual(str(found.limitation_date), "2027-03-31")
        self.assertTrue(found.limitation_rule_id.display_name)
        with self.assertRaises(AccessError):
            found.action_save_claim()

    # -- saving ------------------------------------------------------------------------

    def _explain(self, invoice):
        save = self.env["ar.limitation.save"].with_context(
            **self._item(invoice).action_save_claim()["context"]
        )
        return save.create({}).explanation

    def test_a_claim_is_saved_with_proof(self):
        partner = self._customer("Saved", "cn")
        invoice = self._make_invoice(partner, date="2023-04-01", due="2023-04-30")
        action = self._item(invoice).action_save_claim()
        wizard = self.env["ar.limitation.save"].with_context(**action["context"])
        save = wizard.create({"kind": "ack_signed", "day": "2026-03-30"})
        self.assertIn("Law of China", save.explanation)
        self.assertEqual(str(save.deadline), TODAY)
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(UserError, "has no proof"):
            save.action_save()
        save.reference = "Registered letter 4711"
        event = self.env["ar.limitation.event"].browse(save.action_save()["res_id"])
        self.assertEqual(event.move_line_ids, self._receivable(invoice))
        self.assertEqual(self._date(invoice), ["2029-03-30"])

    def test_what_the_law_does_not_count_saves_nothing(self):
        partner = self._customer("Unsaved", "cn")
        invoice = self._make_invoice(partner, date="2023-04-01", due="2023-04-30")
        action = self._item(invoice).action_save_claim()
        wizard = self.env["ar.limitation.save"].with_context(**action["context"])
        save = wizard.create({"kind": "ack_written", "day": "2026-03-30", "reference": "Mail 12"})
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(UserError, "last day of none"):
            save.action_save()

    def test_a_suit_is_planned(self):
        partner = self._customer("Sued", "cn")
        invoice = self._make_invoice(partner, date="2023-06-01", due="2023-06-30")
        action = self._item(invoice).action_save_claim()
        wizard = self.env["ar.limitation.save"].with_context(**action["context"])
        save = wizard.create({"way": "suit"})
        self.assertEqual(str(save.deadline), "2026-05-31")
        save.action_save()
        task = self._profile(partner).activity_ids
        self.assertEqual((str(task.date_deadline), task.user_id), ("2026-05-31", self.env.user))
        self.assertIn(invoice.name, task.note)

    def test_items_of_two_customers_are_not_saved_together(self):
        first = self._make_invoice(self._customer("One", "cn"))
        second = self._make_invoice(self._customer("Two", "cn"))
        items = self._item(first) | self._item(second)
        with self.assertRaisesRegex(UserError, "of one customer"):
            items.action_save_claim()

    # -- what it costs -----------------------------------------------------------------

    def test_queries_do_not_grow_with_the_claims(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ar.open.item"]._read_claims(company_ids=self.company.ids)
            return self.env.cr.sql_log_count - before

        def add(number):
            partner = self._customer(f"Many {number}", "cn")
            invoice = self._make_invoice(partner, date="2024-03-01", due="2024-03-31")
            self._pay(invoice, 10, "2025-02-10")
            self._sent(invoice, "2025-03-03", state="delivered")
            self._event(partner, "ack_signed", "2025-04-04")

        add(0)
        count()
        one = count()
        for number in range(1, 8):
            add(number)
        self.assertLessEqual(count(), one)


STATES = (("NY", 27), ("CA", 5), ("LA", 19))
MANAGER = "ar_collections.ar_collections_group_manager"
