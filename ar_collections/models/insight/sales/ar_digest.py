"""What sales has heard, and what collectors have answered, in the digest."""

from odoo import api, models
from odoo.fields import Domain

from ...channel.ar_digest_send import Line

# Signs of a hint or an answer that a line shows.
MOST_SIGNS = 160


class ArDigest(models.Model):
    _inherit = "ar.digest"

    @api.model
    def _get_parts(self):
        # EXTENDS the room channel
        return {
            **super()._get_parts(),
            "hints": self.env._("Heard by sales"),
            "answers": self.env._("Answered by collections"),
        }

    @api.model
    def _find_hints(self, scope):
        """What a collector has to answer and has come since."""
        if not (scope.user.ar_digest_steps and self._sees_all(scope.user)):
            return []
        new = Domain("state", "=", "open") & Domain("collector_id", "=", scope.user.id)
        new &= Domain("create_date", ">=", scope.since) & Domain("create_date", "<", scope.until)
        return [
            Line(
                hint,
                hint.partner_id.display_name,
                f"{hint._get_kind_words()}. {hint._say_all()}"[:MOST_SIGNS],
                {},
            )
            for hint in self._search_hints(scope, new)
        ]

    @api.model
    def _find_answers(self, scope):
        """What was answered to a salesperson since."""
        if not scope.user.ar_digest_steps:
            return []
        told = Domain("state", "=", "answered") & Domain("user_id", "=", scope.user.id)
        told &= Domain("answered_on", ">=", scope.since) & Domain("answered_on", "<", scope.until)
        return [
            Line(hint, hint.partner_id.display_name, (hint.answer or "")[:MOST_SIGNS], {})
            for hint in self._search_hints(scope, told)
        ]

    @api.model
    def _search_hints(self, scope, domain):
        """Hints by the rights of whom the digest is for."""
        hints = self.env["ar.hint"].with_user(scope.user)
        if not hints.has_access("read"):
            return hints
        domain &= Domain("company_id", "=", scope.company.id)
        lang = self.env.context.get("lang")
        return hints.with_context(lang=lang).search(domain, order="id")
