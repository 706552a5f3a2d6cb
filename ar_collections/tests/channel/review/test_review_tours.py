"""The review of a run in the browser: clicks, keyboard, what stands beside the rows."""

from unittest.mock import patch

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import PHONE, ArCommon

# What somebody may have put into a template.
SCRIPT = """
<p>Reminder</p><script>parent.document.body.dataset.arScript = 1</script>
<img src="/no" onerror="parent.document.body.dataset.arScript = 1">
"""


@tagged("post_install", "-at_install")
class TestReviewTours(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.password = cls.env.user.login
        cls._make_policy(5, 15, step="age")
        today = cls.company._ar_today()
        late = Date.subtract(today, days=20)
        amounts = {"Alpha Trading": 500, "Beta Works": 700, "Gamma Stores": 300}
        cls._make_partner(
            "Accounts",
            parent_id=cls.partner.id,
            is_company=False,
            email="accounts@alpha.example.com",
        )
        for name, amount in amounts.items():
            partner = cls.partner if name == cls.partner.name else cls._make_partner(name)
            cls._make_invoice(partner, amount=amount, date=late, due=late)
        cls.run_ = cls._run()

    def _tour(self, name):
        # As the tile of a later room opens it: one click before.
        server = self.env["ir.actions.server"].create(
            {
                "name": "Review",
                "model_id": self.env["ir.model"]._get_id("ar.dunning.run"),
                "state": "code",
                "code": f"action = env['ar.dunning.run'].browse({self.run_.id}).action_review()",
            }
        )
        self.start_tour(f"/odoo/action-{server.id}", name, login=self.env.user.login)

    def _confirm(self, name):
        """From the page Today."""

        def face(notice):
            return {"to": notice.name, "subject": "Reminder", "mail": SCRIPT}

        url = "/odoo/action-ar_collections.ar_today_action"
        with patch.object(self.env.registry["ar.dunning.notice"], "_prepare_mail_face", face):
            self.start_tour(url, name, login=self.env.user.login)

    def test_confirmed_in_three_clicks(self):
        self._confirm("ar_collections_review_confirm")
        self.assertEqual(self.run_.state, "confirmed")
        self.assertEqual(set(self.run_.notice_ids.mapped("state")), {"queued"})

    def test_confirmed_in_three_clicks_while_an_approval_waits(self):
        seller = self._make_user("sold", "ar_collections.ar_collections_group_sales")
        key = self._make_partner("Key Trading", user_id=seller.id)
        self.run_.notice_ids.level_id.policy_id.level_ids.key_approval = True
        late = Date.subtract(self.company._ar_today(), days=20)
        self._make_invoice(key, amount=200, date=late, due=late)
        self.env["ar.profile"].get_or_create(key, self.company).key_account = True
        self.run_.action_cancel()
        run = self._run()
        self._confirm("ar_collections_review_confirm_the_rest")
        waiting = run.notice_ids.filtered(lambda one: one.partner_id == key)
        self.assertEqual(run.state, "proposed")
        self.assertEqual(waiting.state, "draft")
        self.assertEqual(set((run.notice_ids - waiting).mapped("state")), {"queued"})

    def test_left_out_in_three_clicks(self):
        self._tour("ar_collections_review_leave_out")
        hold = self.env["ar.hold"].search([("partner_id", "=", self.partner.id)])
        today = self.company._ar_today()
        self.assertEqual(hold.date_to, Date.add(today, days=14))
        self.assertIn("Talks", hold.reason_text or hold.reason)

    def test_keyboard(self):
        self._tour("ar_collections_review_keyboard")
        notice = self.run_.notice_ids.filtered(lambda one: one.partner_id == self.partner)
        self.assertEqual(notice.level_id.number, 1)
        self.assertEqual(notice.added_text, "As agreed.")
        self.assertEqual(notice.contact_id.name, "Accounts")
        self.assertEqual(notice.state, "draft")


@tagged("post_install", "-at_install")
class TestReviewToursOnAPhone(TestReviewTours):
    allow_inherited_tests_method = True
    browser_size = PHONE
    touch_enabled = True

    # There is none.
    test_keyboard = None

    def test_arrows(self):
        self._tour("ar_collections_review_arrows")
