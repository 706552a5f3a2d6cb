"""Disputes that were to be answered, as a part of the digest."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...channel.ar_digest_send import Line
from .ar_dispute import OPEN


class ArDigest(models.Model):
    _inherit = "ar.digest"

    @api.model
    def _get_parts(self):
        # EXTENDS the room channel
        return {**super()._get_parts(), "disputes": self.env._("Disputes to answer")}

    @api.model
    def _find_disputes(self, scope):
        """The person's disputes whose time went by since the last digest."""
        if not scope.user.ar_digest_steps:
            return []
        company = scope.company
        late = Domain("company_id", "=", company.id) & Domain("state", "in", OPEN)
        late &= Domain("deadline", ">=", company._ar_day_of(scope.since))
        late &= Domain("deadline", "<", company._ar_today())
        mine = Domain("user_id", "=", scope.user.id) | Domain(
            "profile_id", "any", self._get_own(scope)
        )
        disputes = self.env["ar.dispute"].sudo().search(late & mine, order="deadline, id")
        known = self._filter_readable(scope, disputes.partner_id)
        return [
            Line(
                dispute if self._sees_all(scope.user) else dispute.partner_id,
                dispute.partner_id.display_name,
                self.env._(
                    "%(dispute)s was to be answered by %(day)s",
                    dispute=dispute.name,
                    day=format_date(self.env, dispute.deadline),
                ),
                {dispute.currency_id: dispute.amount_disputed},
            )
            for dispute in disputes
            if dispute.partner_id.id in known
        ]
