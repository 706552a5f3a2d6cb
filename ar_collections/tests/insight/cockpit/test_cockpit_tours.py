"""The account and the calls in the browser, and how many clicks they take."""

from odoo import Command
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import PHONE, ArCommon


@tagged("post_install", "-at_install")
class TestCockpitTours(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.password = cls.env.user.login
        cls.today = cls.company._ar_today()
        cls.due = Date.subtract(cls.today, days=20)
        cls.partner.phone = "+49 30 12345678"
        cls.beta = cls._make_partner("Beta Works", phone="+49 30 12345679")
        for partner, amount in ((cls.partner, 500), (cls.partner, 300), (cls.beta, 700)):
            cls._make_invoice(partner, amount=amount, date=cls.due, due=cls.due)
        cls.profile = cls.env["ar.profile"].search([("partner_id", "=", cls.partner.id)])

    def _start(self, url, tour):
        self.start_tour(url, tour, login=self.env.user.login)

    def test_two_items_are_disputed(self):
        """The first dispute of a person: its reason is the usual one of the company."""
        reason = self.env["ar.dispute.reason"].search([("code", "=", "quality")], limit=1)
        item = self._receivable(self._make_invoice(self.beta, date=self.due, due=self.due))
        profile = self.env["ar.profile"].search([("partner_id", "=", self.beta.id)])
        colleague = self._make_user("dora", "ar_collections.ar_collections_group_collector")
        self.env["ar.dispute"].with_user(colleague).create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(item.ids)],
                "reason_id": reason.id,
            }
        )
        self._start(f"/odoo/ar.profile/{self.profile.id}", "ar_cockpit_dispute")
        dispute = self.env["ar.dispute"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual(len(dispute.move_line_ids), 2)
        self.assertEqual(dispute.reason_id, reason)

    def test_a_day_with_the_worklist(self):
        self._start("/odoo/action-ar_collections.ar_worklist_action", "ar_worklist_day")
        promises = self.env["ar.promise"].search([("company_id", "=", self.company.id)])
        self.assertEqual(promises.sorted("id").partner_id, self.partner | self.beta)

    def test_what_was_put_off_comes_back(self):
        until = Date.add(self.today, days=5)
        self.env["ar.worklist.pause"].create({"profile_id": self.profile.id, "date_to": until})
        self._start("/odoo/action-ar_collections.ar_worklist_action", "ar_worklist_bring_back")
        self.assertFalse(self.env["ar.worklist.pause"].search([]))
        worklist = self.env["ar.worklist"].get_queue(company_ids=self.company.ids)
        self.assertIn(self.profile.id, worklist)

    def test_calls_one_after_the_other(self):
        level = self.env.ref("ar_collections.ar_dunning_level_default_3")
        level.policy_id.step = "age"
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        run.action_confirm()
        run.notice_ids._send()
        calls = self.env["ar.dispatch"].search(
            [("channel", "=", "call"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(calls), 2)
        self._start("/odoo/action-ar_collections.ar_dispatch_action_calls", "ar_cockpit_call")
        promises = self.env["ar.promise"].search([("company_id", "=", self.company.id)])
        # Alpha owes most: it came first, and Beta by itself.
        self.assertEqual(
            [promise.partner_id for promise in promises.sorted("id")], [self.partner, self.beta]
        )
        self.assertEqual(set(calls.mapped("outcome")), {"will_pay"})

    def test_a_call_that_nobody_planned(self):
        self._start(f"/odoo/ar.profile/{self.profile.id}", "ar_cockpit_unplanned_call")
        talk = self.env["ar.talk"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual(talk.dispatch_ids.outcome, "refuses")

    def test_one_alone(self):
        self._pay(self.partner.invoice_ids, 800, self.today)
        self._start("/odoo/action-ar_collections.ar_today_action", "ar_cockpit_alone")
        beta = self.env["ar.profile"].search([("partner_id", "=", self.beta.id)])
        self.assertTrue(any("Done for today" in str(one.body) for one in beta.message_ids))

    def test_one_after_the_other(self):
        self._start(
            "/odoo/action-ar_collections.ar_profile_action", "ar_cockpit_one_after_the_other"
        )
        done = self.env["mail.message"].search(
            [("model", "=", "ar.profile"), ("body", "like", "Done for today")]
        )
        self.assertEqual(len(done), 2)


@tagged("post_install", "-at_install")
class TestCockpitToursOnAPhone(TestCockpitTours):
    allow_inherited_tests_method = True
    browser_size = PHONE
    touch_enabled = True

    # The filters of a phone are Odoo's.
    test_what_was_put_off_comes_back = None

    def test_above_the_worklist(self):
        self._start("/odoo/action-ar_collections.ar_worklist_action", "ar_worklist_phone")

    def test_items_without_a_head(self):
        self._start(f"/odoo/ar.profile/{self.profile.id}", "ar_cockpit_items_phone")
