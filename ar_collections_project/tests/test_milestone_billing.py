"""Milestones that could be invoiced: what is listed, who is told, and what ends it."""

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.ar_collections.tests.common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 12:00:00")
class TestMilestoneBilling(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"ar_milestone_ask": True, "ar_milestone_days": 7})
        cls.service = cls.env["product.product"].create(
            {
                "name": "Building",
                "type": "service",
                "invoice_policy": "delivery",
                "service_type": "milestones",
                "taxes_id": False,
            }
        )
        cls.lead = cls._make_user("lead", "ar_collections.ar_collections_group_collector")
        cls.planner = cls._make_user(
            "planner",
            "project.group_project_manager,sales_team.group_sale_salesman_all_leads",
            name="Paul Planner",
        )
        cls.planner.ar_lead_id = cls.lead
        cls.project = cls.env["project.project"].create(
            {
                "name": "House",
                "partner_id": cls.partner.id,
                "allow_billable": True,
                "allow_milestones": True,
                "user_id": cls.planner.id,
            }
        )
        cls.rows = cls.env["ar.milestone.billing"]

    @classmethod
    def get_default_groups(cls):
        groups = ("project.group_project_manager", "sales_team.group_sale_manager")
        return super().get_default_groups().union(*map(cls.env.ref, groups))

    @classmethod
    def _order(cls, amount=1000, quantity=10, parts=(0.3, 0.3, 0.4), **values):
        """A confirmed order, with a milestone for each part of it."""
        line = {
            "product_id": cls.service.id,
            "product_uom_qty": quantity,
            "price_unit": amount / quantity,
            "tax_ids": [Command.clear()],
        }
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "company_id": cls.company.id,
                "user_id": cls.env.uid,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        order.action_confirm()
        cls.env["project.milestone"].search([("sale_line_id", "in", order.order_line.ids)]).unlink()
        stones = cls.env["project.milestone"].create(
            [
                {
                    "name": f"Part {number}",
                    "project_id": cls.project.id,
                    "sale_line_id": order.order_line.id,
                    "quantity_percentage": part,
                }
                for number, part in enumerate(parts, 1)
            ]
        )
        return order, stones

    def _reach(self, stones, day="2026-03-02"):
        with freeze_time(f"{day} 12:00:00"):
            stones.is_reached = True
            self.env.flush_all()

    def _pay_down(self, order, amount):
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": amount,
            }
        )
        invoice = wizard._create_invoices(order)
        invoice.invoice_date = "2026-03-02"
        return invoice

    def _found(self):
        self.env.invalidate_all()
        return {row.name: row.amount for row in self.rows.search([])}

    def _night(self, day="2026-03-02"):
        with freeze_time(f"{day} 03:00:00"), self.enter_registry_test_mode():
            self.env.ref("ar_collections_project.ir_cron_milestone").method_direct_trigger()
        self.env.invalidate_all()

    # -- what is listed ----------------------------------------------------------------

    def test_reached_and_not_invoiced(self):
        order, stones = self._order()
        self.assertFalse(self._found())
        self._reach(stones[0], "2026-02-10")
        self._reach(stones[1])
        self.assertEqual(self._found(), {"Part 1": 300, "Part 2": 300})
        row = self.rows.browse(stones[0].id)
        self.assertEqual((row.days, str(row.bill_by), row.kind), (20, "2026-02-17", "reached"))
        self.assertEqual((row.user_id, row.partner_id), (self.planner, self.partner))
        self.assertEqual(row.action_view_order()["res_id"], order.id)
        self.assertEqual(row.action_view_project()["res_model"], "project.milestone")

    def test_what_is_posted_covers_the_oldest(self):
        order, stones = self._order()
        self._reach(stones[0], "2026-02-10")
        self._reach(stones[1])
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 4
        self.assertEqual(self._found(), {"Part 1": 300, "Part 2": 300}, "A draft bills nobody")
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertEqual(self._found(), {"Part 2": 200})
        refund = invoice._reverse_moves([{"invoice_date": "2026-03-02"}])
        refund.action_post()
        self.assertEqual(self._found(), {"Part 1": 300, "Part 2": 300})

    def test_all_is_invoiced(self):
        order, stones = self._order()
        self._reach(stones)
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertFalse(self._found())

    def test_done_and_not_marked(self):
        _order, stones = self._order()
        tasks = self.env["project.task"].create(
            [
                {"name": name, "project_id": self.project.id, "milestone_id": stones[0].id}
                for name in ("Roof", "Door")
            ]
        )
        tasks[0].state = "1_done"
        self.assertFalse(self._found())
        tasks[1].state = "1_canceled"
        self.assertEqual(self._found(), {"Part 1": 300})
        self.assertEqual(self.rows.browse(stones[0].id).kind, "done")
        tasks.state = "1_canceled"
        self.assertFalse(self._found(), "Nothing was done")

    def test_what_is_posted_covers_what_is_done_last(self):
        order, stones = self._order()
        for stone in stones[1:]:
            values = {"name": stone.name, "milestone_id": stone.id}
            task = self.env["project.task"].create({**values, "project_id": self.project.id})
            task.state = "1_done"
        self._reach(stones[0])
        self.assertEqual(self._found(), {"Part 1": 300, "Part 2": 300, "Part 3": 400})
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 5
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertEqual(self._found(), {"Part 2": 100, "Part 3": 400})

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2025-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "E", "currency_id": euro.id})
        _order, stones = self._order(pricelist_id=pricelist.id)
        self._reach(stones[2])
        self.assertEqual(self._found(), {"Part 3": 200})

    # -- down payments -----------------------------------------------------------------

    def test_a_down_payment_is_deducted(self):
        order, stones = self._order(10000, parts=(1.0,))
        self._reach(stones)
        down = self._pay_down(order, 3000)
        self.assertEqual(self._found(), {"Part 1": 10000}, "A draft is deducted from nothing")
        down.action_post()
        self.assertEqual(self._found(), {"Part 1": 7000})
        self.assertEqual(order._create_invoices(final=True).amount_untaxed, 7000)
        self.assertEqual(self._found(), {"Part 1": 7000}, "A draft bills nobody")
        refund = down._reverse_moves([{"invoice_date": "2026-03-02"}])
        refund.action_post()
        self.assertEqual(self._found(), {"Part 1": 10000})

    def test_the_earliest_milestone_takes_it_first(self):
        order, stones = self._order(10000)
        self._pay_down(order, 4000).action_post()
        self._reach(stones[1], "2026-02-10")
        self._reach(stones[0])
        task = {"name": "Roof", "project_id": self.project.id, "milestone_id": stones[2].id}
        self.env["project.task"].create(task).state = "1_done"
        self.assertEqual(self._found(), {"Part 2": 0, "Part 1": 2000, "Part 3": 4000})
        invoice = order._create_invoices(final=True)
        self.assertEqual(invoice.amount_untaxed, 2000)
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertEqual(self._found(), {"Part 3": 4000})

    def test_what_was_not_deducted_waits_for_the_next_invoice(self):
        order, stones = self._order(10000)
        self._pay_down(order, 1000).action_post()
        self._pay_down(order, 500).action_post()
        self._reach(stones[0])
        self.assertEqual(self._found(), {"Part 1": 1500})
        invoice = order._create_invoices(final=False)
        self.assertEqual(invoice.amount_untaxed, 3000)
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        self.assertFalse(self._found())
        self._reach(stones[1])
        self.assertEqual(self._found(), {"Part 2": 1500})

    def test_a_down_payment_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2025-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "E", "currency_id": euro.id})
        order, stones = self._order(10000, parts=(1.0,), pricelist_id=pricelist.id)
        self._reach(stones)
        self._pay_down(order, 3000).action_post()
        self.assertEqual(self._found(), {"Part 1": 3500})

    # -- who is told -------------------------------------------------------------------

    def test_told_once_and_escalated_once(self):
        order, stones = self._order()
        self._reach(stones[:2])
        self._night("2026-03-03")
        task = order.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.planner, "2026-03-09"))
        self.assertIn(order.name, task.summary)
        self.assertIn("Part 1", task.note)
        self.assertIn("300.00", task.note)
        for day in ("2026-03-04", "2026-03-09"):
            self._night(day)
            self.assertEqual(order.activity_ids, task)
        self._night("2026-03-10")
        late = order.activity_ids - task
        self.assertEqual(late.user_id, self.lead)
        self.assertIn("Paul Planner", late.summary)
        self._night("2026-03-30")
        self.assertEqual(len(order.activity_ids), 2)
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-03-30"
        invoice.action_post()
        self._night("2026-03-31")
        self.assertFalse(order.activity_ids)

    def test_who_may_not_open_orders_is_told_on_the_project(self):
        order, stones = self._order()
        builder = self._make_user("builder", "base.group_user")
        self.project.user_id = builder
        self._reach(stones[0])
        self._night()
        self.assertFalse(order.activity_ids)
        self.assertEqual(self.project.activity_ids.user_id, builder)
        self.assertFalse(self.project.activity_ids.note, "No amounts where others read")

    def test_what_the_contract_says(self):
        order, stones = self._order()
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        contract = self.env["ar.credit.contract"].create(
            {
                "profile_id": profile.id,
                "date_from": "2026-01-01",
                "acceptance_method": "Minutes within 5 days",
            }
        )
        contract.action_approve()
        self._reach(stones[0])
        self.assertEqual(self.rows.browse(stones[0].id).contract_id, contract)
        self._night()
        self.assertIn("Minutes within 5 days", order.activity_ids.note)

    def test_taken_back_is_told_anew(self):
        _order, stones = self._order()
        self._reach(stones[0])
        self._night()
        self.assertTrue(stones[0].ar_asked_on)
        stones[0].is_reached = False
        self.assertFalse(stones[0].ar_asked_on)

    def test_switched_off(self):
        order, stones = self._order()
        self.company.ar_milestone_ask = False
        self._reach(stones[0])
        self._night()
        self.assertFalse(order.activity_ids)

    def test_nobody_writes_what_was_told(self):
        _order, stones = self._order()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            stones[0].with_user(self.planner).write({"ar_asked_on": "2026-01-01"})

    # -- the days of the contract ----------------------------------------------------------

    def _contract(self, profile=None, **values):
        profile = profile or self.env["ar.profile"].get_or_create(self.partner, self.company)
        contract = self.env["ar.credit.contract"].create(
            {"profile_id": profile.id, "date_from": "2026-01-01", **values}
        )
        contract.action_approve()
        return contract

    def _bill_by(self, stone):
        self.env.invalidate_all()
        return str(self.rows.browse(stone.id).bill_by)

    def test_the_contract_says_by_when(self):
        _order, stones = self._order()
        self._reach(stones[0], "2026-02-10")
        self._reach(stones[1], "2026-02-25")
        self.assertEqual(self._bill_by(stones[0]), "2026-02-17")
        contract = self._contract(invoice_days=3)
        self.assertEqual(self._bill_by(stones[0]), "2026-02-13")
        amendment = self.env["ar.credit.contract.amendment"].create(
            {
                "contract_id": contract.id,
                "date": "2026-02-20",
                "reason": "Quicker",
                "invoice_days": 1,
            }
        )
        amendment.action_approve()
        # What counted when it was ready.
        self.assertEqual(self._bill_by(stones[0]), "2026-02-13")
        self.assertEqual(self._bill_by(stones[1]), "2026-02-26")
        self.assertEqual(self.rows.search([("bill_by", "<", "2026-02-20")]).ids, stones[0].ids)

    def test_contracts_that_say_nothing(self):
        _order, stones = self._order()
        self._reach(stones[0], "2026-02-10")
        self._contract(date_from="2026-02-11", invoice_days=1)
        self._contract(date_to="2026-02-09", invoice_days=2)
        self._contract()
        draft = {"date_from": "2026-01-01", "invoice_days": 4}
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        self.env["ar.credit.contract"].create({"profile_id": profile.id, **draft})
        self.assertEqual(self._bill_by(stones[0]), "2026-02-17")
        # Over by its end, but it goes on by itself.
        self._contract(date_to="2026-02-05", invoice_days=5, extension_months=12)
        self.assertEqual(self._bill_by(stones[0]), "2026-02-15")

    def test_the_query_finds_the_contract_that_is_in_force(self):
        """What SQL says is what the contracts say of each day, also for a branch."""
        _order, stones = self._order()
        branch = self.env["res.company"].create({"name": "B", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        own = self.env["ar.profile"].get_or_create(self.partner, branch)
        first = self._contract(date_to="2026-02-10", invoice_days=2)
        second = self._contract(date_from="2026-02-05", date_to="2026-03-20", invoice_days=3)
        third = self._contract(own, date_from="2026-03-01", invoice_days=4)
        contracts = (first, second, third)
        for company in (self.company, branch):
            # As if it were the branch's order: only the query looks at it.
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE sale_order SET company_id = %s WHERE id = %s", [company.id, _order.id]
            )
            for day in ("2025-12-31", "2026-01-01", "2026-02-05", "2026-02-11", "2026-03-21"):
                day = fields.Date.to_date(day)
                chain = company._ar_chain().ids
                wanted = [
                    (chain.index(one.company_id.id), one.date_from, one.invoice_days)
                    for one in contracts
                    if one.company_id.id in chain and one._is_in_force(day)
                ]
                with self.subTest(company=company.name, day=day):
                    days = self.rows._read_days(stones[0], day)[stones[0].id]
                    self.assertEqual(days, max(wanted)[-1] if wanted else 7)

    # -- before it is reached --------------------------------------------------------------

    def _add_tasks(self, stone, done, left):
        tasks = self.env["project.task"].create(
            [
                {"name": f"T{n}", "project_id": self.project.id, "milestone_id": stone.id}
                for n in range(done + left)
            ]
        )
        tasks[:done].state = "1_done"
        return tasks

    def test_told_before_its_day(self):
        order, stones = self._order()
        self._contract(acceptance_method="Minutes within 5 days", invoice_days=4)
        stones[0].deadline = "2026-03-12"
        stones[1].deadline = "2026-06-01"
        self._add_tasks(stones[0], 2, 3)
        self._night("2026-03-04")
        self.assertFalse(order.activity_ids)
        self._night("2026-03-05")
        task = order.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.planner, "2026-03-12"))
        self.assertIn(order.name, task.summary)
        for words in ("Part 1", "300.00", "2 of 5", "4 days", "Minutes within 5 days"):
            self.assertIn(words, task.note)
        self.assertNotIn("Part 2", task.note)
        self._night("2026-03-06")
        self.assertEqual(order.activity_ids, task)
        self._reach(stones[0], "2026-03-09")
        self._night("2026-03-09")
        self.assertNotIn(task, order.activity_ids)
        self.assertIn("Invoice the milestones", order.activity_ids.summary)

    def test_told_as_its_tasks_are_done(self):
        order, stones = self._order()
        tasks = self._add_tasks(stones[0], 3, 2)
        self._add_tasks(stones[1], 2, 0)
        stones[2].deadline = "2026-06-01"
        self._add_tasks(stones[2], 9, 1)
        stones[1].is_reached = True
        self.company.ar_milestone_ask = False
        self._night("2026-03-03")
        self.assertFalse(order.activity_ids, "Switched off")
        self.company.ar_milestone_ask = True
        self._night("2026-03-03")
        self.assertFalse(stones[0].ar_soon_on, "60 %")
        tasks[3].state = "1_done"
        self._night("2026-03-04")
        self.assertEqual(str(stones[0].ar_soon_on), "2026-03-04")
        self.assertFalse(stones[2].ar_soon_on, "Its day counts")
        self.assertFalse(stones[1].ar_soon_on, "It is reached")
        task = order.activity_ids.filtered(lambda one: "come up" in one.summary)
        self.assertIn("4 of 5", task.note)

    def test_not_told_before(self):
        order, stones = self._order()
        stones[0].deadline = "2026-03-01"
        stones[1].deadline = "2026-03-05"
        self.company.ar_milestone_soon_days = 0
        self._add_tasks(stones[2], 4, 1)
        self.company.ar_milestone_soon_percent = 0
        self._night("2026-03-03")
        self.assertFalse(order.activity_ids, "Both are 0")
        self.company.write({"ar_milestone_soon_days": 7, "ar_milestone_soon_percent": 81})
        builder = self._make_user("builder", "base.group_user")
        self.project.user_id = builder
        self._night("2026-03-03")
        self.assertFalse(order.activity_ids)
        task = self.project.activity_ids
        self.assertEqual((task.user_id, bool(task.note)), (builder, False))
        self.assertEqual(stones.filtered("ar_soon_on"), stones[1])

    # -- the customer ----------------------------------------------------------------------

    def _told(self, order):
        return order.message_ids.filtered(lambda one: one.message_type == "auto_comment")

    def test_the_customer_is_told_once(self):
        self.company.write({"ar_milestone_tell": True, "ar_milestone_ask": False})
        self.partner.email = "bills@customer.example.com"
        term = self.env.ref("account.account_payment_term_30days")
        contract = self._contract(payment_term_id=term.id, invoice_days=4)
        order, stones = self._order()
        order.message_subscribe(self._make_partner("Follower", email="f@example.com").ids)
        self._reach(stones[0])
        self._reach(stones[1], "2026-02-01")
        for day in ("2026-03-02", "2026-03-03"):
            self._night(day)
        message = self._told(order)
        self.assertEqual(len(message), 1, "Once, and not of what was reached long ago")
        self.assertEqual(message.notified_partner_ids, order.partner_invoice_id)
        self.assertIn("Part 1", message.subject)
        for words in ("300.00", "03/06/2026", order.name, term.name, contract.name):
            self.assertIn(words, message.body)
        self.assertEqual(str(stones[0].ar_customer_told_on), "2026-03-02")
        self.assertFalse(order.activity_ids)

    def test_the_customer_is_not_told(self):
        self.partner.email = "bills@customer.example.com"
        order, stones = self._order()
        self._reach(stones[0])
        self._night()
        self.assertFalse(self._told(order), "Switched off")
        self.company.ar_milestone_tell = True
        self.company.sudo().ar_setup_since = "2026-03-01"
        self._night()
        self.assertFalse(self._told(order), "Being set up")
        self.company.sudo().ar_setup_since = False
        wish = (
            self.env["ar.optout"]
            .sudo()
            ._note(order.partner_invoice_id, "email", "reminder", "Reply")
        )
        self._night()
        self.assertFalse(self._told(order), "Unwanted")
        wish.active = False
        self.env["mail.blacklist"].sudo()._add(order.partner_invoice_id.email)
        self._night()
        self.assertFalse(self._told(order), "On the blacklist")
        self.env["mail.blacklist"].sudo()._remove(order.partner_invoice_id.email)
        self._night()
        self.assertTrue(self._told(order))

    def test_in_the_language_of_whom_the_account_names(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.env.ref("ar_collections_project.mail_template_milestone_reached")
        template.with_context(lang="de_DE").subject = "Erreicht: {{ object.name }}"
        self.company.ar_milestone_tell = True
        clerk = self.env["res.partner"].create(
            {
                "name": "Clerk",
                "email": "clerk@example.com",
                "parent_id": self.partner.id,
                "lang": "de_DE",
            }
        )
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        self.env["ar.profile.contact"].create(
            {"profile_id": profile.id, "subject": "invoice", "contact_id": clerk.id}
        )
        order, stones = self._order()
        self._reach(stones[0])
        self._night()
        message = self._told(order)
        self.assertEqual(message.notified_partner_ids, clerk)
        self.assertEqual(message.subject, "Erreicht: Part 1")
        self.assertIn("09.03.2026", message.body)

    # -- alerts, today, rights ---------------------------------------------------------

    def test_alerts(self):
        _order, stones = self._order()
        self._reach(stones[:2], "2026-02-10")
        rules = self.env["ar.alert.rule"]
        values = {"company_id": self.company.id, "action": "tell"}
        late = rules.create(
            {**values, "name": "Late", "indicator": "unbilled_days", "threshold": 14}
        )
        sum_ = rules.create({**values, "name": "Sum", "indicator": "unbilled", "threshold": 500})
        rules.sudo()._watch_company(self.company)
        alert = late.alert_ids
        self.assertEqual((alert.partner_id, alert.value), (self.partner, 20))
        self.assertEqual(sum_.alert_ids.value, 600)

    def test_tile(self):
        _order, stones = self._order()
        self._reach(stones[:2])
        today = self.env["ar.today"].with_company(self.company)
        sections = today.get_today("all", self.company.ids)["sections"]
        [tile] = [tile for one in sections for tile in one["tiles"] if tile["code"] == "milestones"]
        self.assertEqual((tile["number"], tile["sums"][0]["amount"]), (2, 600))
        self.assertIn("ar_collections_project.ir_cron_milestone", self.env["ar.check"]._get_jobs())

    def test_who_sees_what(self):
        _order, stones = self._order()
        self._reach(stones[0])
        self.env.flush_all()
        seller = self._make_user("seller", "sales_team.group_sale_salesman")
        self.assertFalse(self.rows.with_user(seller).search([]))
        self.assertTrue(self.rows.with_user(self.planner).search([]).mapped("amount"))
        self.assertTrue(self.rows.with_user(self.lead).search([]).mapped("contract_id") is not None)
        with self.assertRaises(AccessError):
            self.rows.with_user(self.planner).search([]).read(["contract_id"])
        with self.assertRaises(AccessError):
            self.rows.with_user(self._make_user("nobody", "base.group_user")).search([])
        other = self.setup_other_company(name="Other Ltd")["company"]
        abroad = self._make_user("abroad", "ar_collections.ar_collections_group_collector", other)
        self.assertFalse(self.rows.with_user(abroad).search([]))
