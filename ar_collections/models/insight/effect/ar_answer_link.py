"""On the page without a login, who got an answer to a dispute says how it was cleared."""

from odoo import api, models

from ...portal.ar_answer_link import Answer
from ...resolution.dispute.ar_dispute import ENDED


class ArAnswerLink(models.AbstractModel):
    _inherit = "ar.answer.link"

    @api.model
    def _get_answers_at_any_time(self):
        # EXTENDS the room portal
        return {
            **super()._get_answers_at_any_time(),
            "rating": Answer(
                title=self.env._("Tell how your objection was cleared"),
                send=self.env._("Send"),
                done=self.env._("Thank you. That helps us to do better."),
                kind="rating",
                inputs=("stars", "text"),
                required=("stars",),
                owed=False,
            ),
        }

    @api.model
    def _is_offered(self, message, code):
        # EXTENDS the room portal
        if code != "rating":
            return super()._is_offered(message, code)
        return message._name == "ar.dispute.answer" and message.dispute_id.state in ENDED
