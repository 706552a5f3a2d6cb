"""The customer's account on the portal, over HTTP: figures, access, payment of exactly what was
chosen, statements, questions."""

import html
import io
import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import format_date, mute_logger

from ...controllers import account_papers
from ...models.customer.ar_hold import HoldKind
from ...tools.base.throttle import Throttle
from .common import ProviderCommon

TODAY = "2026-03-31"
URL = "/my/balance"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestPortalAccount(ProviderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.partner.id, "email": "ann@example.com"}
        )
        cls.portal = cls._portal_user("account.ann", cls.contact)
        address = {"street": "1 Quay", "city": "Harbour", "zip": "1000"}
        cls.partner.write(address)
        cls.stranger = cls._make_partner("Stranger", **address)
        cls.stranger_user = cls._portal_user("account.bob", cls.stranger)
        cls.collector = new_test_user(
            cls.env,
            "account.collector",
            "ar_collections.ar_collections_group_collector",
            name="Carla Collector",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.halves = cls._instalment_term((50, 0), (50, 60))
        cls.provider = cls._make_provider()

    @classmethod
    def _portal_user(cls, login, partner, companies=None):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=cls.company.id,
            company_ids=[Command.set((companies or cls.company).ids)],
        )

    # -- short ways --------------------------------------------------------------------

    def _login(self, user=None):
        user = user or self.portal
        self.authenticate(user.login, user.login)

    def _profile(self, partner=None):
        return self.env["ar.profile"].get_or_create(partner or self.partner, self.company).sudo()

    def _page(self, **query):
        return self.url_open(URL, params=query).text

    def _section(self, currency=None):
        """The figures that the page is made of."""
        page = self._profile().with_context(lang="en_US")._portal_page()
        currency = currency or self.company.currency_id
        return next(part for part in page["sections"] if part["currency"] == currency)

    def _pay_page(self, lines=None, currency=None, **query):
        query = {
            "company": self.company.id,
            "currency": (currency or self.company.currency_id).id,
            **query,
        }
        if lines is not None:
            query["item"] = lines.ids
        return self.url_open(f"{URL}/pay", params=query)

    def _token(self, response):
        return re.search(r'data-access-token="([^"]+)"', response.text).group(1)

    def _amount(self, response):
        """What Odoo's payment form asks for."""
        return float(re.search(r'data-amount="([^"]+)"', response.text).group(1))

    def _begin(self, token, **values):
        """What the browser sends when the customer clicks on Pay.

        :return: the transaction, or the sentence why there is none
        """
        before = self.env["payment.transaction"].search([])
        values = {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids.id,
            "token_id": None,
            "amount": 1.0,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "https://evil.example.com",
            "is_validation": False,
            "access_token": token,
            **values,
        }
        answer = self.url_open(f"{URL}/transaction", json={"params": values}).json()
        begun = self.env["payment.transaction"].search([]) - before
        if "error" in answer:
            self.assertFalse(begun)
            return answer["error"]["data"]["message"]
        return begun

    def _refused(self, words, *args, **kwargs):
        """The payment does not begin, and the sentence says why."""
        with mute_logger(*QUIET):
            self.assertIn(words, self._begin(*args, **kwargs))

    def _residuals(self, moves):
        return self._receivable(moves).mapped("amount_residual_currency")

    def _two_halves(self, **values):
        """1,000 in two instalments: 500 since 1 March, 500 on 30 April."""
        return self._make_invoice(
            date="2026-03-01", invoice_payment_term_id=self.halves.id, **values
        )

    def _forbidden(self, path, **query):
        with mute_logger(*QUIET):
            response = self.url_open(path, params=query, allow_redirects=False)
        self.assertEqual(response.status_code, 403, path)

    # -- figures -----------------------------------------------------------------------

    def test_figures_are_those_of_the_open_items(self):
        """Invoices to the company and to its contact, a part payment, instalments, credits."""
        self._two_halves()
        partly = self._make_invoice(self.contact, 1000, "2026-01-01", due="2026-01-31")
        self._pay(partly, 600, "2026-02-15")
        self._make_invoice(amount=50, date="2026-03-10", move_type="out_refund")
        self._make_entry(70, "2026-02-01", self.partner)
        self._make_invoice(self.stranger, 9999)
        items = self._items()
        section = self._section()
        total = sum(items.mapped("residual_currency"))
        self.assertEqual(total, 1420)
        self.assertIn("1,420.00", section["balance"])
        overdue = sum(i.residual_currency for i in items if i.days_overdue > 0)
        self.assertEqual(overdue, 970)
        # After the credits, as the balance is.
        self.assertIn("920.00", section["overdue"])
        self.assertIn("970.00 past its due date, less credits of", section["overdue_words"])
        self.assertIn("50.00", section["credit"])
        self.assertEqual({r["id"] for r in section["rows"] + section["credits"]}, set(items.ids))
        self.assertEqual(sum(bucket["percent"] for bucket in section["aging"]), 100)
        self._login()
        page = self._page()
        for words in (
            "1,420.00",
            "920.00",
            "970.00",
            "Instalment 1 of 2",
            "30 days overdue",
            partly.name,
        ):
            self.assertIn(words, page)
        self.assertNotIn("9,999", page)

    def test_late_instalment_asks_for_its_half(self):
        """Trap 25: 1,000 in halves, the first late, asks 500; 1,000 with 600 paid asks 400."""
        move = self._two_halves()
        self._login()
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 500)
        self.assertEqual(self._amount(self._pay_page(scope="all")), 1000)
        self._pay(move, 500, "2026-03-15")
        other = self._make_invoice(amount=1000, date="2026-01-01")
        self._pay(other, 600, "2026-02-01")
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 400)

    def test_home_says_the_balance(self):
        self._two_halves()
        self._login()
        page = self.url_open("/my").text
        self.assertIn("Account and Payments", page)
        self.assertRegex(page, r"Balance: [^<]*1,000\.00[^<]*; overdue: [^<]*500\.00")

    def test_overdue_never_exceeds_the_balance(self):
        """500 overdue and 400 on account: 100 is owed, and 100 is overdue."""
        self._make_invoice(amount=500, date="2026-01-01", due="2026-01-31")
        self._pay_on_account(self.partner, 400, "2026-02-15")
        self._login()
        page = self.url_open("/my").text
        self.assertRegex(page, r"Balance: [^<]*100\.00[^<]*; overdue: [^<]*100\.00")
        section = self._section()
        self.assertEqual(section["overdue"], section["balance"])
        self._pay_on_account(self.partner, 300, "2026-02-15")
        self.assertEqual(self._section()["overdue"], "")
        self.assertNotIn(
            "overdue", self.url_open("/my").text.split("Account and Payments")[1][:400]
        )

    def test_discounts_name_their_day(self):
        """980 until 04/08: the button, the row, the page where it is paid."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        today = self.company._ar_today()
        self._make_invoice(date=str(today), invoice_payment_term_id=term.id)
        until = format_date(self.env(context={"lang": "en_US"}), today + timedelta(days=10))
        section = self._section()
        row = section["rows"][0]
        self.assertIn(f"980.00 if paid by {until}", row["discount"])
        words = section["choices"][-1]["discount"]
        self.assertIn(f"980.00 if paid by {until}", words)
        self.assertIn("1,000.00", words)
        self._login()
        self.assertIn(words, html.unescape(self._page()))
        page = html.unescape(self._pay_page(scope="all").text)
        self.assertEqual(page.count(f"980.00 if paid by {until}"), 2)

    def test_someone_without_an_account(self):
        self._login(self.stranger_user)
        self.assertTrue(self.url_open(URL).url.endswith("/my"))
        self.assertNotIn("Account and Payments", self.url_open("/my").text)

    # -- payment -----------------------------------------------------------------------

    def test_the_chosen_instalment_is_paid(self):
        """The second one alone: the first, which is older, stays open."""
        move = self._two_halves()
        other = self._make_invoice(amount=80, date="2026-01-01")
        second = self._receivable(move)[1]
        self._login()
        page = self._pay_page(second)
        self.assertEqual(self._amount(page), 500)
        transaction = self._begin(self._token(page), amount=3.0, is_validation=True)
        self.assertEqual(transaction.amount, 500)
        self.assertEqual(transaction.partner_id, self.contact)
        self.assertEqual(transaction.invoice_ids, move)
        self.assertEqual(
            transaction.landing_route, f"{URL}?company={self.company.id}&paid={transaction.id}"
        )
        payment = self._finish(transaction)
        self.assertEqual(payment.partner_id, self.partner)
        self.assertEqual(self._residuals(move), [500, 0])
        self.assertEqual(self._residuals(other), [80])
        self.assertEqual(transaction.invoice_ids, move, "the link to the invoice is kept")
        self.assertIn("Thank you", self._page(company=self.company.id, paid=transaction.id))

    def test_credits_are_deducted_as_shown(self):
        """Overdue 500, credit note 120, payment on account 80: 300 close all three."""
        move = self._two_halves()
        refund = self._make_invoice(amount=120, date="2026-03-10", move_type="out_refund")
        prepaid = self._pay_on_account(self.partner, 80, "2026-03-12")
        self._login()
        page = self._pay_page(scope="overdue")
        self.assertEqual(self._amount(page), 300)
        transaction = self._begin(self._token(page))
        self.assertEqual(sorted(transaction.ar_item_ids.mapped("amount")), [-120, -80, 500])
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [0, 500])
        self.assertEqual(self._residuals(refund), [0])
        self.assertEqual(self._residuals(prepaid.move_id), [0])

    def test_a_credit_of_what_is_clarified(self):
        """A disputed 100 is the oldest and takes 100 of the 150: 450 of 500 overdue are asked."""
        disputed = self._make_invoice(amount=100, date="2026-01-01")
        hold = {"move_id": disputed.id, "kind": "dispute", "reason": "Wrong goods"}
        self.env["ar.hold"].sudo().create(hold)
        move = self._two_halves()
        prepaid = self._pay_on_account(self.partner, 150, "2026-03-12")
        choice = self._profile()._portal_choose(self.company.currency_id, scope="overdue")
        self.assertEqual(choice["amount"], 450)
        self._login()
        page = self._pay_page(scope="overdue")
        self.assertEqual(self._amount(page), 450)
        transaction = self._begin(self._token(page))
        self.assertEqual(sorted(transaction.ar_item_ids.mapped("amount")), [-50, 500])
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [0, 500])
        self.assertEqual(self._residuals(disputed), [100])
        left = self._residuals(prepaid.move_id) + self._residuals(transaction.payment_id.move_id)
        self.assertEqual(sum(left), -100)

    def test_a_credit_that_the_customer_keeps(self):
        """Unticked: 500 are paid, and the credit note stays."""
        move = self._two_halves()
        refund = self._make_invoice(amount=120, date="2026-03-10", move_type="out_refund")
        self._login()
        page = self._pay_page(self._receivable(move)[0])
        self._finish(self._begin(self._token(page)))
        self.assertEqual(self._residuals(move), [0, 500])
        self.assertEqual(self._residuals(refund), [-120])

    def test_credits_that_cover_everything(self):
        self._two_halves()
        self._make_invoice(amount=1500, date="2026-03-10", move_type="out_refund")
        self._login()
        page = self._page()
        self.assertIn("Balance in your favour", page)
        self.assertIn("Your credits cover", page)
        self.assertNotIn('data-scope="', page)
        pay = self._pay_page(scope="all").text
        self.assertIn("nothing needs to be paid", pay)
        self.assertNotIn("o_payment_form", pay)

    def test_a_payment_on_its_way_is_not_asked_for_twice(self):
        """The first instalment is pending: it is not offered again, the second one is."""
        move = self._two_halves()
        first, second = self._receivable(move)
        self._login()
        token = self._token(self._pay_page(first))
        transaction = self._begin(token)
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 500, "nothing sent yet")
        self._set_pending(transaction)
        self._refused("paid or settled meanwhile", token)
        self.assertIn("paid or settled meanwhile", self._pay_page(first).text)
        self.assertEqual(self._amount(self._pay_page(scope="all")), 500)
        rows = {row["id"]: row["in_process"] for row in self._section()["rows"]}
        self.assertEqual(rows, {first.id: True, second.id: False})
        page = self._page()
        self.assertIn("Payment in process", page)
        self.assertIn(transaction.reference, page)
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [0, 500])

    def test_a_payment_of_the_invoice_counts_for_all_its_instalments(self):
        """Begun on the invoice's own page, which knows no items."""
        move = self._two_halves()
        self._make_transaction(move, "pending")
        self.assertTrue(all(row["in_process"] for row in self._section()["rows"]))

    def test_a_payment_without_entry(self):
        move = self._two_halves()
        self._pay_without_entry(move, 1000)
        self.assertTrue(all(row["in_process"] for row in self._section()["rows"]))

    def test_an_announced_transfer_is_no_payment(self):
        """The customer has seen our bank details: it is told, and still asked for."""
        move = self._two_halves()
        self._login()
        transaction = self._begin(self._token(self._pay_page(scope="overdue")))
        self._set_pending(transaction, "custom")
        page = self._page()
        self.assertIn("Announced bank transfer", page)
        self.assertIn(transaction.reference, page)
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 500)
        self._pay(move, 500, TODAY)
        self.assertNotIn("Announced bank transfer", self._page())

    def test_credits_of_a_pending_payment_are_not_used_twice(self):
        move = self._two_halves()
        self._make_invoice(amount=120, date="2026-03-10", move_type="out_refund")
        self._login()
        self._set_pending(self._begin(self._token(self._pay_page(scope="overdue"))))
        self.assertEqual(self._amount(self._pay_page(self._receivable(move)[1])), 500)
        self.assertEqual(self._amount(self._pay_page(scope="all")), 500)

    def test_what_changed_since_the_page_was_shown(self):
        """Shown 500; 200 are paid at the bank meanwhile: nothing is taken, the page is old."""
        move = self._two_halves()
        self._login()
        token = self._token(self._pay_page(scope="overdue"))
        self._pay(move, 200, TODAY)
        self._refused("has changed since this page", token)
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 300)

    def test_paid_at_the_bank_while_the_provider_worked(self):
        """The money that came twice stays as a credit; nothing else is paid with it."""
        move = self._two_halves()
        other = self._make_invoice(amount=80, date="2026-01-01")
        first = self._receivable(move)[0]
        self._login()
        transaction = self._begin(self._token(self._pay_page(first)))
        self._pay(move, 500, TODAY)
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [0, 500])
        self.assertEqual(self._residuals(other), [80])
        self.assertEqual(min(self._items().mapped("residual")), -500)

    def test_two_currencies_are_two_payments(self):
        """200 EUR at 2 EUR a dollar, paid when it is 4: an exchange loss, and no rest."""
        eur = self.setup_other_currency("EUR", rates=[("2025-01-01", 2.0), ("2026-03-20", 4.0)])
        dollars = self._two_halves()
        euros = self._make_invoice(amount=200, date="2026-03-01", currency_id=eur.id)
        self._login()
        page = self._page()
        self.assertIn('data-currency="EUR"', page)
        self.assertIn(f'data-currency="{self.company.currency_id.name}"', page)
        pay = self._pay_page(scope="overdue", currency=eur)
        self.assertEqual(self._amount(pay), 200)
        both = self._receivable(dollars + euros)
        self.assertIn("items of one currency", self._pay_page(both, currency=eur).text)
        transaction = self._begin(self._token(pay))
        self.assertEqual(transaction.currency_id, eur)
        self._finish(transaction)
        self.assertEqual(self._residuals(euros), [0])
        self.assertEqual(self._receivable(euros).amount_residual, 0)
        self.assertEqual(self._residuals(dollars), [500, 500])

    def test_items_of_several_receivable_accounts(self):
        """An opening balance on another account: one payment closes both."""
        other = self.company_data["default_account_receivable"].copy({"code": "199999"})
        opening = self._make_entry(70, "2026-02-01", self.partner, account=other)
        move = self._two_halves()
        self._login()
        page = self._pay_page(scope="overdue")
        self.assertEqual(self._amount(page), 570)
        self._finish(self._begin(self._token(page)))
        self.assertEqual(self._residuals(move), [0, 500])
        self.assertEqual(self._residuals(opening), [0])
        self.assertEqual(sum(self._items().mapped("residual")), 500)

    def test_early_payment_discount(self):
        """1,000 with 2 % within 10 days, and 300 without: 1,280 close both."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        discounted = self._make_invoice(date="2026-03-25", invoice_payment_term_id=term.id)
        plain = self._make_invoice(amount=300, date="2026-03-25", due="2026-04-25")
        self._login()
        self.assertRegex(self._page(), r"980\.00</t>|980\.00 if paid by|980\.00")
        page = self._pay_page(scope="all")
        self.assertEqual(self._amount(page), 1280)
        payment = self._finish(self._begin(self._token(page)))
        self.assertEqual(payment.amount, 1280)
        self.assertEqual(self._residuals(discounted + plain), [0, 0])

    def test_an_invoice_that_was_reset_meanwhile(self):
        """Its journal items are new ones: the instalment of that day is paid."""
        move = self._two_halves()
        self._login()
        transaction = self._begin(self._token(self._pay_page(self._receivable(move)[1])))
        move.button_draft()
        move.invoice_line_ids.price_unit = 1200
        move.action_post()
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [600, 100])

    def test_the_invoice_page_still_pays_as_before(self):
        """A transaction without items goes Odoo's own way."""
        move = self._two_halves()
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids.id,
                "reference": "own way",
                "amount": 500,
                "currency_id": move.currency_id.id,
                "operation": "online_direct",
                "partner_id": self.contact.id,
                "invoice_ids": [Command.set(move.ids)],
            }
        )
        self._finish(transaction)
        self.assertEqual(self._residuals(move), [0, 500])

    def test_what_is_being_clarified_is_left_out(self):
        move = self._two_halves()
        other = self._make_invoice(amount=80, date="2026-01-01")
        self.env["ar.hold"].sudo().create(
            {"move_id": other.id, "kind": "dispute", "reason": "secret: he always complains"}
        )
        self._login()
        self.assertEqual(self._amount(self._pay_page(scope="overdue")), 500)
        self.assertEqual(self._amount(self._pay_page(self._receivable(move + other))), 1080)
        page = self._page()
        self.assertIn("Being clarified", page)
        self.assertNotIn("secret", page)

    def test_hold_of_an_add_on(self):
        """One class: an entry in ``_get_kinds`` says what the customer reads, and whether he is
        asked to pay meanwhile."""
        Hold = self.registry["ar.hold"]
        get_kinds = Hold._get_kinds
        kind = HoldKind("Warranty", "In repair", asked=False)
        move = self._two_halves()
        other = self._make_invoice(amount=80, date="2026-01-01")
        with patch.object(Hold, "_get_kinds", lambda holds: {**get_kinds(holds), "repair": kind}):
            choices = self.env["ar.hold"].fields_get(["kind"])["kind"]["selection"]
            self.assertIn(("repair", "Warranty"), choices)
            self.env["ar.hold"].sudo().create(
                {"move_id": other.id, "kind": "repair", "reason": "Repair"}
            )
            self._login()
            self.assertEqual(self._amount(self._pay_page(scope="overdue")), 500)
            self.assertEqual(self._amount(self._pay_page(self._receivable(move + other))), 1080)
            self.assertIn("In repair", self._page())
        self.assertNotIn("In repair", self._page(), "its add-on is gone")

    # -- forged, expired, foreign ------------------------------------------------------

    def test_tokens(self):
        """Forged, somebody else's, too old, or none: nothing begins."""
        self._two_halves()
        self._make_invoice(self.stranger, 700, "2026-01-01")
        self._login(self.stranger_user)
        foreign = self._token(self._pay_page(scope="all"))
        self._login()
        own = self._token(self._pay_page(scope="all"))
        last = "A" if own[-2] != "A" else "B"
        for forged in (foreign, own[:-2] + last + own[-1], own[:40], "", "é", None, 7, [own]):
            with self.subTest(forged=forged):
                self._refused("no longer valid", forged)
        with freeze_time(TODAY + " 14:30:00"):
            self._login()
            self._refused("no longer valid", own)
        self._login()
        self.assertEqual(self._begin(own).amount, 1000)

    def test_ways_that_were_not_offered(self):
        """Another company's provider, an unpublished one, somebody else's token, odd keys."""
        self._two_halves()
        self._login()
        token = self._token(self._pay_page(scope="all"))
        hidden = self.provider.copy({"state": "enabled", "is_published": False})
        other = self._make_provider(self.env["res.company"].create({"name": "Other Ltd"}))
        for provider in (hidden, other):
            self._refused("not available", token, provider_id=provider.id)
        card = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids.id,
                "payment_details": "1234",
                "partner_id": self.stranger.id,
                "provider_ref": "foreign card",
            }
        )
        self._refused("not available", token, flow="token", token_id=card.id)
        self._refused("not whitelisted", token, custom_create_values={"amount": 1})
        self.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "False")
        self._refused("switched off", token)
        self.assertTrue(self._pay_page(scope="all").url.endswith(URL))
        self.assertNotIn("Pay all", self._page())

    def test_nobody_is_sent_to_the_login(self):
        self._two_halves()
        for path in ("", "/pay", "/statement", "/statement/1", "/reminder/1"):
            response = self.url_open(URL + path, allow_redirects=False)
            self.assertEqual(response.status_code, 303, path)
            self.assertIn("/web/login", response.headers["Location"])
        self._refused("Session", "any")

    def test_foreign_records(self):
        """Whatever belongs to somebody else, and what is not there, looks the same: 403."""
        self._two_halves()
        foreign = self._make_invoice(self.stranger, 700, "2026-01-01")
        statement, draft = self.env["ar.statement"].create(
            [
                {"partner_id": partner.id, "company_id": self.company.id, "date_to": TODAY}
                for partner in (self.stranger, self.partner)
            ]
        )
        statement.channel = "letter"
        statement.action_send()
        self._make_policy(5)
        notice = self._remind(date=TODAY).filtered(lambda n: n.partner_id == self.stranger)
        notice._ensure_letters()
        self.assertTrue(notice.letter_attachment_id and statement.attachment_id)
        self._login()
        for record in (statement, draft):
            self._forbidden(f"{URL}/statement/{record.id}")
        self._forbidden(f"{URL}/statement/999999999")
        self._forbidden(f"{URL}/reminder/{notice.id}")
        self._forbidden(f"{URL}/reminder/999999999")
        currency = self.company.currency_id.id
        for item in (self._receivable(foreign).id, 999999999):
            self._forbidden(f"{URL}/pay", currency=currency, item=item)
        with mute_logger(*QUIET):
            for query in ({"currency": "x"}, {"currency": currency, "item": "1 OR 1"}):
                self.assertEqual(self.url_open(f"{URL}/pay", params=query).status_code, 400)
        paid = self._make_transaction(foreign, "done")
        self.assertNotIn(paid.reference, self._page(paid=paid.id))
        self._login(self.stranger_user)
        self.assertEqual(self.url_open(f"{URL}/statement/{statement.id}").status_code, 200)
        self.assertEqual(self.url_open(f"{URL}/reminder/{notice.id}").status_code, 200)

    def test_companies(self):
        """Two companies: one account at a time; only those of the user."""
        other = self.env["res.company"].create({"name": "Second Ltd"})
        self._two_halves()
        self.env["ar.profile"].get_or_create(self.partner, other)
        self._make_provider(other)
        query = {"company": other.id}
        self._login()
        for path in ("", "/pay", "/statement"):
            self._forbidden(URL + path, **query)
            self._forbidden(URL + path, company="no")
        self._forbidden(URL, company=999999999)
        self.assertNotIn("Second Ltd", self._page())
        self.portal.company_ids += other
        page = self._page()
        self.assertIn("Second Ltd", page)
        self.assertIn("1,000.00", page)
        page = self._page(company=other.id)
        self.assertIn("Nothing is open", page)
        self.assertNotIn("1,000.00", page)
        # The items of the first company are not the second one's.
        item = self._items()[0].id
        self._forbidden(f"{URL}/pay", currency=self.company.currency_id.id, item=item, **query)

    # -- statements and reminders ------------------------------------------------------

    def _count_statements(self):
        return self.env["ar.statement"].search_count([])

    def test_statement_of_any_period(self):
        """The figures of the statements that are sent; none is kept."""
        move = self._two_halves()
        self._pay(move, 300, "2026-03-15")
        before = self._count_statements()
        self._login()
        query = {
            "company": self.company.id,
            "kind": "activity",
            "date_from": "2026-03-10",
            "date_to": TODAY,
        }
        book = self.url_open(f"{URL}/statement", params={**query, "file": "xlsx"})
        self.assertIn("attachment", book.headers["Content-Disposition"])
        sheet = load_workbook(io.BytesIO(book.content)).active
        values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        for figure in (1000, 300, 200):
            self.assertIn(figure, values)
        paper = self.url_open(f"{URL}/statement", params={**query, "kind": "open"})
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")
        for words in ("700.00", "Statement of Open Items", move.name):
            self.assertIn(words, paper.text)
        self.assertEqual(self._count_statements(), before)

    def test_periods_that_cannot_be_stated(self):
        self._two_halves()
        self._login()
        cases = (
            ({"kind": "open", "date_to": "2026-04-01"}, "ends today or before"),
            ({"kind": "open", "date_to": "no day"}, "enter the days"),
            ({"kind": "activity", "date_to": TODAY}, "enter the days"),
            (
                {"kind": "activity", "date_from": "2026-03-31", "date_to": "2026-03-01"},
                "ends today or before",
            ),
            (
                {"kind": "activity", "date_from": "2020-01-01", "date_to": TODAY},
                "at most two years",
            ),
            ({"kind": "open", "date_to": "2026-01-01"}, "nothing to state"),
        )
        for query, words in cases:
            with self.subTest(query=query):
                self.assertIn(words, self.url_open(f"{URL}/statement", params=query).text)
        self.assertFalse(self._count_statements())

    def test_statements_and_reminders_as_sent(self):
        self._two_halves()
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": TODAY,
                "channel": "letter",
            }
        )
        statement.action_send()
        self._make_policy({"delay_days": 5, "name": "First reminder"})
        notice = self._remind(date=TODAY)
        self.assertIn("First reminder", self._profile()._portal_notices()[0]["level"])
        self.assertFalse(self._profile()._portal_notices()[0]["url"], "no letter was made")
        notice._ensure_letters()
        notice.sudo().letter_attachment_id.raw = b"%PDF letter as sent"
        statement.attachment_id.sudo().raw = b"%PDF statement as sent"
        self._login()
        page = self._page()
        for words in ("First reminder", statement.name, f"{URL}/reminder/{notice.id}"):
            self.assertIn(words, page)
        response = self.url_open(f"{URL}/reminder/{notice.id}")
        self.assertEqual(response.content, b"%PDF letter as sent")
        response = self.url_open(f"{URL}/statement/{statement.id}")
        self.assertEqual(response.content, b"%PDF statement as sent")

    def test_balance_to_confirm(self):
        """Asked: a button leads to the page of the link. Answered: it is gone."""
        self._two_halves()
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": TODAY,
                "channel": "letter",
            }
        )
        statement.action_send()
        confirmation = self.env["ar.balance.confirmation"].sudo()._ask(statement)
        self._login()
        url = confirmation._get_answer_url()
        self.assertIn(url, self._page())
        self.assertEqual(self.url_open(url).status_code, 200)
        confirmation.action_withdraw()
        self.assertNotIn("/balance/confirm/", self._page())

    # -- questions ---------------------------------------------------------------------

    def _ask(self, question="Where is my credit note?", **form):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self._page()).group(1)
        form = {
            "csrf_token": token,
            "company": self.company.id,
            "question": question,
            **form,
        }
        return self.url_open(f"{URL}/question", data=form)

    def test_question(self):
        """It stands escaped in the chatter, and the collector has a task."""
        move = self._two_halves()
        profile = self._profile()
        profile.collector_id = self.collector
        self._login()
        self.assertIn("Carla Collector", self._page())
        page = self._ask("<script>alert(1)</script> & why?", item=self._items()[0].id)
        self.assertIn("Thank you. We have got your question", page.text)
        message = profile.message_ids.filtered(lambda m: m.author_id == self.contact)
        self.assertIn("&lt;script&gt;", message.body)
        self.assertNotIn("<script>", message.body)
        self.assertIn(move.name, message.subject)
        activity = profile.activity_ids
        self.assertEqual(activity.user_id, self.collector)
        self.assertEqual(str(activity.date_deadline), TODAY)
        self.assertNotIn("<script>", activity.note)
        self.assertIn(move.name, activity.summary)

    def test_questions_that_are_refused(self):
        self._two_halves()
        foreign = self._make_invoice(self.stranger, 700, "2026-01-01")
        self._login()
        self.assertIn("write your question", self._ask("  ").text)
        with mute_logger(*QUIET):
            self.assertEqual(self._ask(item=self._receivable(foreign).id).status_code, 403)
            response = self.url_open(f"{URL}/question", data={"question": "forged"})
            self.assertEqual(response.status_code, 400, "no CSRF token")
            self.assertEqual(self.url_open(f"{URL}/question").status_code, 405)
        for _number in range(5):
            self.assertIn("Thank you", self._ask().text)
        self.assertIn("Please wait a while", self._ask().text)
        self.assertEqual(len(self._profile().activity_ids), 5)

    # -- terms -------------------------------------------------------------------------

    def test_terms_in_words(self):
        """The customer's payment term, and what lateness costs under the customer's policy."""
        rule = self.env["ar.interest.rule"].create(
            {"name": "9 a year", "basis": "agreed", "agreed_rate": 9, "business_only": True}
        )
        self.env["res.partner.bank"].create(
            {"acc_number": "FR00 1234", "partner_id": self.company.partner_id.id}
        )
        self._make_policy(
            {"delay_days": 5, "name": "Reminder"},
            {
                "delay_days": 20,
                "name": "Last reminder",
                "interest_rule_id": rule.id,
                "fee_ids": [
                    Command.create({"currency_id": self.company.currency_id.id, "amount": 15})
                ],
            },
        )
        self.partner.with_company(self.company).property_payment_term_id = self.halves
        self._two_halves()
        profile = self._profile().with_context(lang="en_US")
        terms = profile._portal_terms(self.company.currency_id)
        self.assertEqual(
            terms["payment"],
            ["50 % is due on the invoice date.", "50 % is due 60 days after the invoice date."],
        )
        self.assertRegex(terms["banks"][0], "USD: please pay to account .*FR00 1234.* of company_1")
        self.assertEqual(len(terms["late"]), 2)
        self.assertRegex(terms["late"][0], r"Last reminder: fee of .*15\.00")
        self.assertEqual(terms["late"][1], "Late amounts bear interest of 9.00 % a year.")
        self.partner.is_company = False
        self.assertEqual(
            len(profile._portal_terms(self.company.currency_id)["late"]),
            1,
            "no interest for a person",
        )
        for values, words in (
            ({"nb_days": 30}, "30 days after the invoice date"),
            ({"delay_type": "days_after_end_of_month", "nb_days": 0}, "at the end of the month"),
            (
                {"delay_type": "days_end_of_month_on_the", "nb_days": 5, "days_next_month": "15"},
                "on day 15 of the month that follows, 5 days after",
            ),
        ):
            line = self.halves.line_ids[0]
            line.write(values)
            self.assertIn(words, profile._portal_due_words(line))

    # -- who else may see what was chosen ----------------------------------------------

    def test_roles(self):
        """Collectors read the items of payments; nobody writes them; customers see their page."""
        self._two_halves()
        self._login()
        item = self._begin(self._token(self._pay_page(scope="overdue"))).ar_item_ids
        self.assertTrue(item.with_user(self.collector).has_access("read"))
        for user in (self.collector, self.portal):
            for verb in ("write", "create", "unlink"):
                self.assertFalse(item.with_user(user).has_access(verb), (user.login, verb))
        self.assertFalse(item.with_user(self.portal).has_access("read"))

    def test_odd_requests_get_a_page(self):
        """Numbers, days and texts that are none, and larger than any database keeps."""
        self._two_halves()
        self.patch(account_papers, "STATEMENTS", Throttle(5, 600))
        self._login()
        huge = ("9" * 12, "9" * 4000, "9" * 6000, "-1", "²", "1e9", "٣", "x", "", "a\0b", "%00")
        for text in huge:
            queries = [
                ("", {"company": text, "paid": text, "asked": text}),
                ("", {"paid": text}),
                ("/pay", {"currency": text, "item": text}),
                ("/pay", {"currency": self.company.currency_id.id, "item": text, "scope": text}),
                ("/statement", {"company": "", "kind": text, "date_from": text, "date_to": text}),
                (
                    "/statement",
                    {
                        "file": text,
                        "date_to": "0001-01-01",
                        "kind": "activity",
                        "date_from": "0001-01-01",
                    },
                ),
                ("/statement", {"date_to": "9999-12-31"}),
            ]
            for path, query in queries:
                with self.subTest(f"{path} {text[:9]}"), mute_logger("odoo.http"):
                    page = self.url_open(URL + path, params=query)
                    self.assertLess(page.status_code, 500)
        for path in ("statement", "reminder"):
            for number in (2**31, 10**20, "9" * 3000):
                with self.subTest(f"{path} {str(number)[:12]}"), mute_logger("odoo.http"):
                    self.assertIn(self.url_open(f"{URL}/{path}/{number}").status_code, (403, 404))

    def test_a_question_of_any_kind(self):
        self._two_halves()
        self._login()
        for question, item in (("a\0b", "9" * 4000), ("\0", ""), ("x" * 30_000, "x")):
            with self.subTest(question[:5]), mute_logger("odoo.http"):
                self.assertLess(self._ask(question, item=item).status_code, 500)
        with mute_logger("odoo.http"):
            self.assertEqual(self._ask("x" * 3_000_000).status_code, 413)

    def test_statements_are_made_so_often(self):
        self._two_halves()
        self._login()
        self.patch(account_papers, "STATEMENTS", Throttle(1, 600))
        query = {"date_to": "2026-03-31", "file": "xlsx"}
        self.url_open(f"{URL}/statement", params=query)
        page = self.url_open(f"{URL}/statement", params=query)
        self.assertIn("Please wait ten minutes", page.text)
