"""Who has paid all that a notice asked for is thanked, once, where the level wants it."""

from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon

LATER = "2026-04-08 12:00:00"


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestThanks(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.thanks = True
        cls.alpha = cls._make_debtor("Alpha Works")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.alpha, cls.company)

    def _thank(self):
        """What the night does; returns the thank-yous of the customer."""
        with freeze_time(LATER):
            thanks = self.env["ar.thank.you"].sudo()
            thanks._thank_in(self.company)
            queued = thanks.search(thanks._get_ready())
            if queued:
                queued._lock_bundles()._send()
        return self.env["ar.thank.you"].search([("profile_id", "=", self.profile.id)])

    def _pay_all(self, partner=None):
        for move in self.env["account.move"].search(
            [("partner_id", "=", (partner or self.alpha).id)]
        ):
            self._pay(move, move.amount_residual, "2026-04-02")

    def test_paid_and_thanked_once(self):
        notice = self._remind(self.alpha)
        self.assertFalse(self._thank(), "Nothing is paid.")
        self._pay_all()
        thanks = self._thank()
        self.assertEqual(thanks.state, "sent")
        [mail] = thanks.sudo().dispatch_ids.mail_mail_id
        self.assertIn(notice.name, mail.subject)
        self.assertIn("Thank you", mail.body_html)
        self.assertIn("1,000", mail.body_html)
        self.assertEqual(self._thank(), thanks)
        self.assertEqual(len(thanks.sudo().dispatch_ids), 1)

    def test_off_at_first(self):
        self.assertFalse(self.env.ref("ar_collections.ar_dunning_level_default_2").thanks)
        self.levels.thanks = False
        self._remind(self.alpha)
        self._pay_all()
        self.assertFalse(self._thank())

    def test_not_while_something_else_is_late(self):
        self._remind(self.alpha)
        self._pay_all()
        second = self._make_overdue(self.alpha, 1)
        self.assertFalse(self._thank())
        self._pay(second, 1000.0, "2026-04-03")
        self.assertEqual(self._thank().state, "sent")

    def test_not_while_something_is_held(self):
        self._remind(self.alpha)
        self._pay_all()
        hold = self.env["ar.hold"].create({"profile_id": self.profile.id, "reason": "Wrong goods"})
        self.assertFalse(self._thank())
        self.assertTrue(hold)

    def test_not_for_a_credit_note(self):
        self._remind(self.alpha)
        move = self.env["account.move"].search([("partner_id", "=", self.alpha.id)])
        refund = self._make_invoice(self.alpha, 1000.0, date=TODAY, move_type="out_refund")
        (self._receivable(move) | self._receivable(refund)).reconcile()
        self.assertTrue(move.payment_state in ("paid", "reversed"))
        self.assertFalse(self._thank())

    def test_not_to_who_wants_no_reminders(self):
        self._remind(self.alpha)
        self._pay_all()
        self.env["ar.optout"].sudo()._note(self.alpha, "email", "reminder", "Test")
        thanks = self._thank()
        self.assertEqual(thanks.state, "failed")
        self.assertFalse(thanks.sudo().dispatch_ids.filtered(lambda one: one.state != "failed"))
        self.assertFalse(self.profile.activity_ids.filtered(lambda one: one.date_deadline == LATER))

    def test_two_notices_one_thank_you(self):
        first = self._remind(self.alpha)
        with freeze_time("2026-04-02 12:00:00"):
            self._make_overdue(self.alpha, 4)
            second = self._remind(self.alpha)
        self.assertTrue(first and second)
        self._pay_all()
        thanks = self._thank()
        self.assertEqual(sorted(thanks.mapped("state")), ["cancelled", "sent"])
        self.assertEqual(thanks.filtered(lambda one: one.state == "sent").notice_id, second)

    def test_fell_due_before_it_left(self):
        self._remind(self.alpha)
        self._pay_all()
        with freeze_time(LATER):
            thanks = self.env["ar.thank.you"].sudo()
            thanks._thank_in(self.company)
            self._make_overdue(self.alpha, 1)
            queued = thanks.search(thanks._get_ready())
            self.env.invalidate_all()
            queued._lock_bundles()._send()
            self.assertEqual(queued.state, "cancelled")

    def test_keeps_to_the_customers_hour(self):
        self.company.ar_courtesy = True
        self._remind(self.alpha)
        self._pay_all()
        with freeze_time("2026-04-08 23:00:00"):
            thanks = self.env["ar.thank.you"].sudo()
            thanks._thank_in(self.company)
            queued = thanks.search(thanks._get_ready())
            queued._lock_bundles()._send()
            self.assertEqual(queued.state, "queued")
            self.assertEqual(str(queued.next_try), "2026-04-09 07:30:00")
            self.assertIn("quiet hours", queued.wait_note)
