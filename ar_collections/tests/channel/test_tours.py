"""What people do in the browser, step by step."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
class TestTours(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.password = cls.env.user.login
        today = cls.company._ar_today()
        late = Date.subtract(today, days=20)
        cls.beta = cls._make_partner("Beta Works")
        cls.gamma = cls._make_partner("Gamma Stores")
        cls.invoice = cls._make_invoice(amount=500, date=late, due=late)
        cls._make_invoice(cls.beta, amount=700, date=late, due=late)
        cls._make_invoice(cls.gamma, amount=300, date=late, due=late)
        cls._pay_on_account(cls.gamma, 300, late)

    def _tour(self, name):
        self.start_tour("/odoo", name, login=self.env.user.login)

    def test_run_is_proposed_edited_and_confirmed(self):
        self._tour("ar_collections_run")
        run = self.env["ar.dunning.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual(run.state, "confirmed")
        self.assertEqual(
            run.notice_ids.filtered(lambda n: n.state == "queued").partner_id, self.partner
        )
        left_out = run.line_ids.filtered(lambda line: line.partner_id == self.beta)
        self.assertEqual(left_out.reason, "by_hand")

    def test_open_items_are_drilled_into(self):
        self._tour("ar_collections_open_items")

    def _plan_call(self):
        """A notice to Alpha at the level that calls; returns its call."""
        level = self.env.ref("ar_collections.ar_dunning_level_default_3")
        self.partner.phone = "+49 30 12345678"
        level.policy_id.step = "age"
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        run.action_confirm()
        run.notice_ids.filtered(lambda n: n.partner_id == self.partner)._send()
        return self.env["ar.dispatch"].search(
            [("channel", "=", "call"), ("partner_id", "=", self.partner.id)]
        )

    def test_call_is_logged(self):
        dispatch = self._plan_call()
        self._tour("ar_collections_call")
        self.assertEqual((dispatch.state, dispatch.outcome), ("delivered", "will_pay"))
        self.assertIn("Friday", dispatch.note)

    def test_call_is_logged_from_the_chatter(self):
        dispatch = self._plan_call()
        self.start_tour(
            f"/odoo/ar.profile/{dispatch.profile_id.id}",
            "ar_collections_call_in_chatter",
            login=self.env.user.login,
        )
        self.assertEqual((dispatch.state, dispatch.outcome), ("delivered", "disputes"))
