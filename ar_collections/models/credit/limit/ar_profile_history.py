"""What was decided about a customer moves when accounts merge."""

from odoo import api, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _hand_over_settings(self, target):
        # EXTENDS 'ar.profile': the more careful choice wins, the other limit ends.
        super()._hand_over_settings(target)
        target.credit_exempt = target.credit_exempt and self.credit_exempt
        mine = self.limit_ids.filtered(lambda limit: limit.in_force)
        for limit in mine.filtered(lambda limit: limit.kind != "insured"):
            theirs = target.limit_ids.filtered(
                lambda other, limit=limit: other.in_force and other.kind == limit.kind
            )
            loser = max(limit | theirs, key=lambda one: one.amount) if theirs else None
            if loser:
                loser.sudo()._end(self.env._("Merged with another customer"))

    def _merge_into(self, target):
        # EXTENDS 'ar.profile': what is moved in SQL follows its account, and the limits that came
        # along may be the smaller ones.
        account = self.sudo().with_context(active_test=False)
        mine = {name: account[name] for name in self._get_credit_history()}
        super()._merge_into(target)
        for records in mine.values():
            for name in ("partner_id", "company_id"):
                self.env.add_to_compute(records._fields[name], records.exists())
        self.env["ar.profile"].flush_model()
        if target.limit_ids:
            target._mirror_credit_limit()

    @api.model
    def _get_credit_history(self):
        """The fields with the records that are a customer's credit history; later rooms add
        theirs."""
        return ["limit_ids", "security_ids", "credit_hold_ids", "release_ids"]
