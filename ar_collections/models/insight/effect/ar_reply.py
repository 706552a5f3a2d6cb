"""How a customer rates the end of a dispute."""

from odoo import api, models
from odoo.tools import plaintext2html

from ...channel.reply.ar_reply import ReplyKind

# So many stars of five, or fewer, are told to the owner of the dispute.
POOR_STARS = 2


class ArReply(models.Model):
    _inherit = "ar.reply"

    @api.model
    def _get_kinds(self):
        # EXTENDS the replies
        rating = ReplyKind(self.env._("Rates how we cleared it"), self.env._("Done"), holds=False)
        return {**super()._get_kinds(), "rating": rating}

    def _answer_alone(self):
        # EXTENDS the replies: nobody has to decide about a rating.
        if self.kind != "rating" or not self.stars:
            return super()._answer_alone()
        dispute = self._find_rated()
        dispute._note_rating(self.stars, self.text)
        self._close("handled", self.env._("Noted on the dispute."))
        if dispute and self.stars <= POOR_STARS:
            self.company_id._ar_ask(
                dispute,
                dispute.user_id,
                self.env._("%s is not content with the end of the dispute", dispute.name),
                plaintext2html(self.text or ""),
            )
        return True

    def _answer_rating(self):
        return self._close("handled", self.env._("Read."))

    def _find_rated(self):
        """The dispute whose answer was rated."""
        model, _comma, id_ = (self.answered_ref or "").partition(",")
        if model != "ar.dispute.answer" or not id_.isdigit():
            return self.env["ar.dispute"]
        return self.env[model].sudo().browse(int(id_)).exists().dispute_id
