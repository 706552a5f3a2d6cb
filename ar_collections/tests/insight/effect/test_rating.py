"""A customer rates how a dispute was cleared, on the page without a login."""

from freezegun import freeze_time

from odoo.tests import tagged

from ....controllers import answer as pages
from ....tools.base.throttle import Throttle
from ...portal.answer_common import TODAY, AnswerCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestRating(AnswerCommon):
    def setUp(self):
        super().setUp()
        for name in ("MISSES", "ANSWERS", "RENEWALS"):
            self.patch(pages, name, Throttle(1000, 600))
        self.dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [(6, 0, self._items(self.first))],
                "reason_id": self.env.ref("ar_collections.ar_dispute_reason_price").id,
                "cause_id": self.env["ar.dispute.cause"].search([], limit=1).id,
            }
        )
        self.dispute.action_reject()
        self.answer = self.dispute.answer_ids

    def test_rating(self):
        page = self._get(self.answer)
        self.assertIn("how your objection was cleared", page.text)
        form = self._get(self.answer, "/rating")
        self.assertIn("Very good", form.text)
        page = self._send("rating", self.answer, stars="4", text="Quick")
        self.assertIn("helps us to do better", page.text)
        self.assertEqual((self.dispute.customer_stars, str(self.dispute.rated_on)), (4, TODAY))
        self.assertIn("Quick", self.dispute.customer_words)
        reply = self._replies()
        self.assertEqual((reply.kind, reply.state, reply.stars), ("rating", "handled", 4))
        self.assertFalse(self._holds().filtered(lambda one: one.kind == "answered"))
        # The last word counts, and a poor one is told to the owner.
        self._send("rating", self.answer, stars="1", text="On second thought, no")
        self.assertEqual(self.dispute.customer_stars, 1)
        self.assertIn("not content", " ".join(self.dispute.activity_ids.mapped("summary")))

    def test_nothing_chosen(self):
        for stars in ("", "6", "x"):
            with self.subTest(stars=stars):
                page = self._send("rating", self.answer, stars=stars)
                self.assertIn("choose how it was", page.text)
        self.assertFalse(self.dispute.rated_on)

    def test_of_answers_to_disputes_alone(self):
        self.assertNotIn("objection was cleared", self._get().text)
        self._send("rating", stars="5")
        self.assertFalse(self._replies())
        self.dispute.action_reopen()
        self._send("rating", self.answer, stars="5")
        self.assertFalse(self.dispute.rated_on)

    def test_the_answer_asks(self):
        template = self.env.ref("ar_collections.mail_template_ar_dispute_answer")
        body = template._render_field("body_html", self.answer.ids)[self.answer.id]
        self.assertIn("/rating", body)
        layout = self.env["ar.channel.email"]._prepare_layout(self.answer, body)
        self.assertTrue(layout["answer_url"])
