"""Suppliers who delivered and did not invoice: asked, reminded, called, escalated; each once."""

import runpy
from pathlib import Path
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.ar_collections.tests.common import ArCommon

JOBS = "odoo.addons.ar_collections.models.base.ar_job_mixin"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestInvoiceRequest(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "ar_supplier_invoices": True,
                "ar_supplier_start": "2026-01-01",
                "ar_supplier_wait_days": 3,
                "ar_supplier_reply_days": 7,
                "ar_supplier_call_weekday": "3",
                "ar_supplier_call_hour": 10.5,
            }
        )
        cls.goods = cls.env["product.product"].create(
            {"name": "Timber", "purchase_method": "receive", "supplier_taxes_id": False}
        )
        cls.lead = cls._make_user("lead", "ar_collections.ar_collections_group_collector")
        cls.buyer = cls._make_user(
            "buyer", "purchase.group_purchase_user", name="Bea Buyer", lang="en_US"
        )
        cls.buyer.ar_lead_id = cls.lead
        cls.supplier = cls._make_partner("Sawmill", email="bills@sawmill.example.com")
        cls.requests = cls.env["ar.invoice.request"]

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("purchase.group_purchase_manager")

    @classmethod
    def _order(cls, received=10, supplier=None, quantity=10, price=50, **values):
        """A confirmed order of ``quantity`` at ``price``, so much of it received."""
        line = {
            "product_id": cls.goods.id,
            "product_qty": quantity,
            "price_unit": price,
            "tax_ids": [Command.clear()],
        }
        order = cls.env["purchase.order"].create(
            {
                "partner_id": (supplier or cls.supplier).id,
                "company_id": cls.company.id,
                "user_id": cls.buyer.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        order.button_confirm()
        order.order_line.qty_received = received
        return order

    def _night(self, day="2026-03-02"):
        with freeze_time(f"{day} 03:00:00"), self.enter_registry_test_mode():
            self.env.ref("ar_collections_purchase.ir_cron_invoice_request").method_direct_trigger()
        self.env.invalidate_all()

    def _request(self, order):
        return self.requests.search([("order_id", "=", order.id)])

    def _mails(self, request):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", request._name), ("res_id", "in", request.ids)])
        )

    def _tasks(self, request):
        return request.sudo().activity_ids

    def _other_supplier(self):
        return self._make_partner("Quarry", email="bills@quarry.example.com")

    # -- the steps ---------------------------------------------------------------------

    def test_from_the_first_night_to_the_lead(self):
        order = self._order(received=6)
        self._night()
        request = self._request(order)
        self.assertEqual((request.state, request.amount), ("new", 300))
        self.assertEqual(str(request.next_on), "2026-03-05")
        self._night("2026-03-04")
        self.assertFalse(self._mails(request))
        self._night("2026-03-05")
        self.assertEqual((request.state, str(request.deadline)), ("asked", "2026-03-12"))
        mail = self._mails(request)
        self.assertEqual(mail.recipient_ids, self.supplier)
        self.assertIn(order.name, mail.subject)
        for words in ("Timber", "03/12/2026", "Bea Buyer", "6.00"):
            self.assertIn(words, mail.body_html)
        self._night("2026-03-12")
        self.assertEqual(request.state, "asked")
        self._night("2026-03-13")
        self.assertEqual((request.state, str(request.deadline)), ("reminded", "2026-03-20"))
        self.assertEqual(len(self._mails(request)), 2)
        # A Saturday: the calls are made on Thursdays.
        self._night("2026-03-21")
        self.assertEqual((request.state, str(request.call_on)), ("called", "2026-03-26"))
        task = self._tasks(request)
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.buyer, "2026-03-26"))
        self.assertIn("10:30", task.summary)
        self._night("2026-04-02")
        self.assertEqual(request.state, "called")
        self._night("2026-04-03")
        self.assertEqual((request.state, request.next_on), ("escalated", False))
        self.assertEqual((self._tasks(request) - task).user_id, self.lead)
        self._night("2026-05-03")
        self.assertEqual(len(self._mails(request)), 2)
        self.assertEqual(len(self._tasks(request)), 2)

    def test_each_step_once(self):
        order = self._order()
        for day in ("2026-03-02", "2026-03-05", "2026-03-05", "2026-03-06"):
            self._night(day)
        request = self._request(order)
        self.assertEqual((len(request), request.state), (1, "asked"))
        self.assertEqual(len(self._mails(request)), 1)

    def test_what_came_closes_it(self):
        order = self._order()
        self._night()
        for day in ("2026-03-05", "2026-03-13", "2026-03-21"):
            self._night(day)
        request = self._request(order)
        self.assertTrue(self._tasks(request))
        order.action_create_invoice()
        self._night("2026-03-22")
        self.assertEqual((request.state, str(request.closed_on)), ("closed", "2026-03-22"))
        self.assertFalse(self._tasks(request))
        self.assertEqual(request.amount, 0)
        # More is delivered: another request.
        order.order_line.qty_received = 12
        self._night("2026-03-23")
        self.assertEqual(self._request(order).mapped("state"), ["new", "closed"])

    def test_looked_at_again_before_a_step(self):
        """The bill comes between the look and the step."""
        order = self._order()
        self._night()
        request = self._request(order)
        order.action_create_invoice()
        with freeze_time("2026-03-05"):
            request.sudo()._step()
        self.assertEqual(request.state, "closed")
        self.assertFalse(self._mails(request))

    def test_promised(self):
        order = self._order()
        self._night()
        request = self._request(order)
        request.with_user(self.buyer).promised_on = "2026-03-20"
        self.assertEqual(str(request.next_on), "2026-03-21")
        self._night("2026-03-20")
        self.assertEqual(request.state, "new")
        self._night("2026-03-21")
        self.assertEqual((request.state, request.promised_on), ("asked", False))

    def test_without_an_address_or_after_a_failure_somebody_calls(self):
        silent = self._order(supplier=self._make_partner("Silent", email=False))
        order = self._order()
        self._night()
        self._night("2026-03-05")
        self.assertEqual(self._request(silent).state, "called")
        request = self._request(order)
        self.assertEqual(request.state, "asked")
        self._mails(request).state = "exception"
        self.assertTrue(request.mail_failed)
        self._night("2026-03-13")
        self.assertEqual(request.state, "called")

    def test_one_that_fails_does_not_stop_the_others(self):
        orders = [self._order(), self._order(supplier=self._other_supplier())]
        self._night()
        first, second = (self._request(order) for order in orders)
        mail = self.env.registry["ar.invoice.request"]._mail

        def broken(request, *args, **values):
            if request.id == first.id:
                raise ValueError("No letter")
            return mail(request, *args, **values)

        with (
            patch.object(self.env.registry["ar.invoice.request"], "_mail", broken),
            mute_logger(JOBS),
        ):
            self._night("2026-03-05")
        self.assertEqual((first.state, second.state), ("new", "asked"))
        told = self.company.partner_id.sudo().activity_ids
        self.assertIn(orders[0].name, " ".join(told.mapped("summary")))
        self._night("2026-03-06")
        self.assertEqual(first.state, "asked")

    # -- several orders of a supplier --------------------------------------------------------

    def _open(self, number=3, **values):
        orders = self.env["purchase.order"].union(*(self._order(**values) for _n in range(number)))
        self._night()
        return orders, self.requests.search([("order_id", "in", orders.ids)], order="id")

    def test_one_email_and_one_call_about_all_orders(self):
        orders, requests = self._open()
        other = self._order(supplier=self._other_supplier())
        self._night("2026-03-05")
        mail = self._mails(requests)
        self.assertEqual(len(mail), 1)
        for order in orders:
            self.assertIn(order.name, mail.subject)
            self.assertIn(order.name, mail.body_html)
        self.assertEqual(mail.body_html.count("Timber"), 3)
        self.assertEqual(requests.mail_mail_id, mail)
        self.assertEqual(set(requests.mapped(lambda one: str(one.deadline))), {"2026-03-12"})
        self.assertEqual(requests.together_id, requests[0])
        self.assertIn(orders[0].name, "".join(requests[1].message_ids.mapped("body")))
        self.assertFalse(self._request(other).together_id)
        self._night("2026-03-13")
        self.assertEqual(len(self._mails(requests)), 2)
        self._night("2026-03-21")
        self.assertEqual(set(requests.mapped("state")), {"called"})
        task = self._tasks(requests)
        self.assertEqual((len(task), str(task.date_deadline)), (1, "2026-03-26"))
        for order in orders:
            self.assertIn(order.name, task.summary)
            self.assertIn(order.name, task.note)
        self._night("2026-04-03")
        self.assertEqual(set(requests.mapped("state")), {"escalated"})
        self.assertEqual((self._tasks(requests) - task).user_id, self.lead)

    def test_contacts_of_one_supplier(self):
        clerk = self.env["res.partner"].create(
            {"name": "Clerk", "email": "clerk@sawmill.example.com", "parent_id": self.supplier.id}
        )
        silent = self.env["res.partner"].create({"name": "Mute", "parent_id": self.supplier.id})
        self._order(supplier=silent)
        self._order(supplier=clerk)
        _orders, requests = self._open(1)
        requests = self.requests.search(
            [("partner_id.commercial_partner_id", "=", self.supplier.id)]
        )
        self.assertEqual(len(requests), 3)
        self._night("2026-03-05")
        mail = self._mails(requests)
        self.assertEqual(mail.recipient_ids, self.supplier | clerk)
        self.assertEqual(set(requests.mapped("state")), {"asked"})

    def test_found_later_comes_with_the_next_email(self):
        _orders, [first] = self._open(1)
        self._night("2026-03-05")
        later = self._order()
        self._night("2026-03-06")
        second = self._request(later)
        self.assertEqual(str(second.next_on), "2026-03-09")
        self._night("2026-03-09")
        self.assertEqual((second.state, str(second.next_on)), ("new", "2026-03-13"))
        self._night("2026-03-13")
        self.assertEqual((first.state, second.state), ("reminded", "asked"))
        self.assertEqual(len(self._mails(first | second)), 2)
        # The firmest step that is due counts for both.
        self._night("2026-03-21")
        self.assertEqual((first.state, second.state), ("called", "called"))
        self.assertEqual(len(self._tasks(first | second)), 1)
        third = self._order()
        self._night("2026-03-22")
        self._night("2026-03-25")
        third = self._request(third)
        self.assertEqual((third.state, str(third.call_on)), ("called", "2026-03-26"))
        task = self._tasks(first | second | third)
        self.assertEqual(len(task), 1)
        self.assertIn(third.order_id.name, task.summary)
        self.assertEqual(len(self._mails(first | second | third)), 2)

    def test_an_answer_about_one_order(self):
        orders, requests = self._open(3)
        self._night("2026-03-05")
        requests[0].with_user(self.buyer).promised_on = "2026-03-30"
        requests[1].with_user(self.buyer).action_cancel()
        self._night("2026-03-13")
        self.assertEqual(requests.mapped("state"), ["asked", "cancelled", "reminded"])
        mail = self._mails(requests).sorted("id")[-1]
        self.assertIn(orders[2].name, mail.body_html)
        for order in orders[:2]:
            self.assertNotIn(order.name, mail.body_html)

    def test_the_call_goes_on_with_what_is_left(self):
        orders, requests = self._open(3)
        for day in ("2026-03-05", "2026-03-13", "2026-03-21"):
            self._night(day)
        task = self._tasks(requests)
        self.assertEqual(task.res_id, requests[0].id)
        orders[0].action_create_invoice()
        self._night("2026-03-22")
        self.assertEqual(requests.mapped("state"), ["closed", "called", "called"])
        task = self._tasks(requests)
        self.assertEqual((len(task), task.res_id), (1, requests[1].id))
        self.assertNotIn(orders[0].name, task.summary)
        orders[2].action_create_invoice()
        self._night("2026-03-23")
        self.assertNotIn(orders[2].name, self._tasks(requests).summary)
        requests[1].with_user(self.buyer).action_cancel()
        self.assertFalse(self._tasks(requests))

    def test_by_hand_one_email_for_a_supplier(self):
        _orders, requests = self._open(2)
        other = self._order(supplier=self._other_supplier())
        self._night()
        chosen = requests | self._request(other)
        chosen.with_user(self.buyer).action_step()
        self.assertEqual(set(chosen.mapped("state")), {"asked"})
        self.assertEqual(len(self._mails(chosen)), 2)

    def test_upgraded_templates_reach_all_contacts(self):
        template = self.env.ref("ar_collections_purchase.mail_template_invoice_asked")
        script = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0" / "post-recipients.py"
        for before, after in (
            ("{{ object.partner_id.id }}", "{{ object.text_recipients }}"),
            ("{{ object.user_id.partner_id.id }}", "{{ object.user_id.partner_id.id }}"),
        ):
            template.partner_to = before
            runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.0.0")
            self.assertEqual(template.partner_to, after)

    # -- who is asked ------------------------------------------------------------------

    def test_who_is_not_asked(self):
        invoiced, unreceived = self._order(), self._order(received=0)
        invoiced.action_create_invoice()
        old, draft = self._order(), self._order()
        old.date_approve = "2025-12-31"
        draft.button_cancel()
        self._add_companies()
        goods = self.goods.with_company(self.other)
        foreign = (
            self.env["purchase.order"]
            .with_company(self.other)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "company_id": self.other.id,
                    "order_line": [Command.create({"product_id": goods.id, "product_qty": 1})],
                }
            )
        )
        foreign.button_confirm()
        foreign.order_line.qty_received = 1
        self._night()
        orders = invoiced | unreceived | old | draft | foreign
        self.assertFalse(self.requests.search([("order_id", "in", orders.ids)]))

    def test_switched_off(self):
        order = self._order()
        self.company.ar_supplier_invoices = False
        self._night()
        self.company.write({"ar_supplier_invoices": True, "ar_supplier_start": False})
        self._night()
        self.assertFalse(self._request(order))

    def test_amount_in_our_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2025-01-01", 2.0)])
        order = self._order(received=4, currency_id=euro.id)
        self._night()
        self.assertEqual(self._request(order).amount, 100)

    def test_in_the_suppliers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.env.ref("ar_collections_purchase.mail_template_invoice_asked")
        if template.with_context(lang="de_DE").subject == template.subject:
            template.with_context(lang="de_DE").subject = "Rechnung {{ object.text_order }}"
        self.supplier.lang = "de_DE"
        order = self._order()
        self._night()
        self._night("2026-03-05")
        mail = self._mails(self._request(order))
        self.assertIn("Rechnung", mail.subject)
        self.assertIn("12.03.2026", mail.body_html)

    # -- what people do ----------------------------------------------------------------

    def test_cancelled_is_not_asked_again(self):
        order = self._order()
        self._night()
        request = self._request(order).with_user(self.buyer)
        request.action_cancel()
        self._night("2026-03-05")
        self.assertEqual(self._request(order).mapped("state"), ["cancelled"])
        with freeze_time("2026-03-05"):
            request.action_resume()
        self.assertEqual((request.state, str(request.next_on)), ("new", "2026-03-05"))

    def test_next_step_by_hand(self):
        order = self._order()
        self._night()
        request = self._request(order).with_user(self.buyer)
        request.action_step()
        self.assertEqual(request.state, "asked")

    def test_what_people_may_not_do(self):
        order = self._order()
        self._night()
        request = self._request(order)
        biller = self._make_user("bills", "account.group_account_invoice")
        self.assertTrue(request.with_user(biller).text_order)
        for user, act in (
            (self.buyer, lambda own: own.write({"state": "closed"})),
            (self.buyer, lambda own: own.write({"deadline": "2026-01-01"})),
            (self.buyer, lambda own: own.create({"order_id": order.id})),
            (self.buyer, lambda own: own.unlink()),
            (biller, lambda own: own.action_step()),
            (biller, lambda own: own.action_cancel()),
            (self._make_user("nobody", "base.group_user"), lambda own: own.read(["state"])),
        ):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                act(request.with_user(user))
        stranger = self._make_user("abroad", "purchase.group_purchase_user")
        other = self.setup_other_company(name="Other Ltd")["company"]
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(self.requests.with_user(stranger).search([]))

    def test_one_request_for_an_order(self):
        order = self._order()
        self._night()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.requests.sudo().create({"order_id": order.id, "found_on": "2026-03-02"})

    def test_settings_make_sense(self):
        for values in (
            {"ar_supplier_wait_days": -1},
            {"ar_supplier_reply_days": 400},
            {"ar_supplier_call_hour": 24},
        ):
            with self.assertRaises(UserError):
                self.company.write(values)
        settings = self.env["res.config.settings"].new({"ar_supplier_invoices": True})
        settings.ar_supplier_start = False
        settings._onchange_ar_supplier_invoices()
        self.assertEqual(settings.ar_supplier_start, fields.Date.to_date("2026-03-02"))

    def test_today_and_checklist(self):
        order = self._order()
        for day in ("2026-03-02", "2026-03-05", "2026-03-13", "2026-03-21"):
            self._night(day)
        today = self.env["ar.today"].with_company(self.company)

        def count():
            sections = today.get_today("all", self.company.ids)["sections"]
            tiles = {tile["code"]: tile for one in sections for tile in one["tiles"]}
            return tiles["supplier_invoices"]["number"]

        with freeze_time("2026-03-25 12:00:00"):
            self.assertEqual(count(), 0)
        with freeze_time("2026-03-26 12:00:00"):
            self.assertEqual(count(), 1)
            action = today.get_tile_action("supplier_invoices", "all", self.company.ids)
        self.assertEqual(action["res_id"], self._request(order).id)
        self.assertEqual(order.action_view_ar_requests()["res_model"], "ar.invoice.request")
        self.assertIn(
            "ar_collections_purchase.ir_cron_invoice_request", self.env["ar.check"]._get_jobs()
        )
