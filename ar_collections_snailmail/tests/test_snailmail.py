"""Letters at the post office: waiting, posted, or back in the list to print."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.ar_collections.tests.channel.common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestSnailmail(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # No e-mail; the call stays, since texts announce it.
        channels = [(0, 0, {"channel": code, "usage": "always"}) for code in ("letter", "call")]
        cls.levels.channel_ids = [(5,), *channels]
        cls.company.ar_snailmail = True

    def _letter(self, name="Alpha", **values):
        self.notice = self._remind(self._make_debtor(name, days_late=20, **values))
        return self.notice.dispatch_ids.filtered(lambda one: one.channel == "letter")

    def _answer(self, letter, error=None):
        """What the post office says of a letter when it is given to it."""
        letters = self.env.registry["snailmail.letter"]

        def post(letter):
            state = {"state": "error", "error_code": error} if error else {"state": "sent"}
            letter.write({"error_code": False, **state})

        with (
            patch.object(letters, "_snailmail_print_valid_address", post),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            letter._snailmail_print()

    def test_handed_over(self):
        dispatch = self._letter()
        letter = dispatch.snailmail_letter_id
        self.assertEqual((letter.state, letter.partner_id), ("pending", self.notice.partner_id))
        self.assertEqual((letter.model, letter.res_id), ("ar.profile", self.notice.profile_id.id))
        self.assertEqual(dispatch.state, "sent")
        self.assertTrue(dispatch.printed_date, "It is out of the list to print")
        self.assertTrue(self.notice.waits_for_post)

    def test_switched_off(self):
        self.company.ar_snailmail = False
        dispatch = self._letter()
        self.assertFalse(dispatch.snailmail_letter_id or dispatch.printed_date)

    def test_incomplete_address_is_left_to_people(self):
        dispatch = self._letter(zip=False)
        self.assertFalse(dispatch.snailmail_letter_id or dispatch.printed_date)
        self.assertEqual(dispatch.state, "sent")

    def test_posted(self):
        dispatch = self._letter()
        self._answer(dispatch.snailmail_letter_id)
        self.assertEqual((dispatch.state, str(dispatch.posted_date)), ("delivered", "2026-03-31"))
        self.assertFalse(self.notice.waits_for_post)

    def test_not_delivered_is_printed(self):
        dispatch = self._letter()
        letter = dispatch.snailmail_letter_id
        self._answer(letter, "NO_PRICE_AVAILABLE")
        self.assertEqual((dispatch.state, dispatch.printed_date), ("sent", False))
        self.assertIn("did not post the letter to Alpha", dispatch.error)
        self.assertIn("not covered", dispatch.error)
        self.assertEqual(letter.state, "canceled", "Nobody posts it while it is printed")

    def test_our_own_fault_is_told_once(self):
        summary = "Snailmail takes no letters"
        for name in ("Alpha", "Beta"):
            dispatch = self._letter(name)
            self._answer(dispatch.snailmail_letter_id, "CREDIT_ERROR")
            self.assertEqual(dispatch.snailmail_letter_id.state, "error")
            self.assertTrue(dispatch.printed_date, "It still waits there")
        tasks = self.company.partner_id.activity_ids.filtered(lambda one: one.summary == summary)
        self.assertEqual(len(tasks), 1)
        self._answer(dispatch.snailmail_letter_id)
        self.assertEqual((dispatch.state, dispatch.error), ("delivered", False))

    def test_paid_meanwhile_is_not_posted(self):
        dispatch = self._letter()
        self._pay(self.notice.line_ids.move_id, 1000.0, "2026-03-31")
        self._answer(dispatch.snailmail_letter_id)
        self.assertEqual(
            (dispatch.state, dispatch.snailmail_letter_id.state), ("cancelled", "canceled")
        )

    def test_who_prints_takes_it_back(self):
        dispatch = self._letter()
        dispatch.with_user(self.collector).action_print_letters()
        self.assertEqual(dispatch.snailmail_letter_id.state, "canceled")
        self.assertFalse(dispatch.printed_date)

    def test_our_own_paper(self):
        letter = self._letter().snailmail_letter_id
        letters = self.env.registry["snailmail.letter"]
        with patch.object(
            letters, "_overwrite_margins", lambda letter, content: b"%PDF " + content
        ):
            sent = letter._fetch_attachment()
        kept = self.notice.dispatch_ids.attachment_id[:1]
        self.assertEqual(sent.raw, b"%PDF " + kept.raw)
        self.assertEqual((sent.name, sent.res_id), (kept.name, letter.id))

    def test_others_are_left_alone(self):
        letters = self.env["snailmail.letter"]
        partner = self._make_debtor("Alpha")
        values = {"model": "res.partner", "res_id": partner.id, "partner_id": partner.id}
        other = letters.create(values)
        self._answer(other)
        self.assertEqual(other.state, "sent")
