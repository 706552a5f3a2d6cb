"""Promises that were broken, as a part of the digest."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...channel.ar_digest_send import Line


class ArDigest(models.Model):
    _inherit = "ar.digest"

    @api.model
    def _get_parts(self):
        # EXTENDS the room channel
        return {**super()._get_parts(), "broken": self.env._("Promises broken")}

    @api.model
    def _find_broken(self, scope):
        """The promises of the person's customers that were broken since the last digest: when their
        task was made says when. One whose task is done already is no news."""
        if not scope.user.ar_digest_steps:
            return []
        broken = Domain("company_id", "=", scope.company.id)
        broken &= Domain("state", "in", ("broken", "partly_kept"))
        broken &= Domain("follow_activity_id.create_date", ">=", scope.since)
        broken &= Domain("follow_activity_id.create_date", "<", scope.until)
        broken &= Domain("profile_id", "any", self._get_own(scope))
        promises = self.env["ar.promise"].sudo().search(broken, order="date, id")
        known = self._filter_readable(scope, promises.partner_id)
        return [
            Line(
                promise.profile_id if self._sees_all(scope.user) else promise.partner_id,
                promise.partner_id.display_name,
                self.env._("promised by %s", format_date(self.env, promise.date)),
                {promise.currency_id: promise.amount - promise.amount_paid},
            )
            for promise in promises
            if promise.partner_id.id in known
        ]
