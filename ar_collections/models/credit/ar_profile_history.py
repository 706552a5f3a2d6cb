"""What was decided about a customer outlives its account, and moves when accounts merge."""

from odoo import api, models
from odoo.exceptions import UserError

# The records of the room that are a customer's history.
HISTORY = (
    "limit_ids", "security_ids", "credit_hold_ids", "release_ids", "review_ids", "contract_ids",
    "financials_ids", "agency_rating_ids", "application_ids",
)  # fmt: skip


class ArProfile(models.Model):
    _inherit = "ar.profile"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_credit_history(self):
        for profile in self.with_context(active_test=False):
            found = next((name for name in HISTORY if profile[name]), None)
            if found:
                raise UserError(
                    self.env._(
                        "The account of %(customer)s has a history (%(what)s) and cannot be "
                        "deleted. Archive the contact instead.",
                        customer=profile.partner_id.display_name,
                        what=profile._fields[found]._description_string(self.env),
                    )
                )

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
        mine = {name: self.sudo().with_context(active_test=False)[name] for name in HISTORY}
        super()._merge_into(target)
        for records in mine.values():
            for name in ("partner_id", "company_id"):
                self.env.add_to_compute(records._fields[name], records.exists())
        self.env["ar.profile"].flush_model()
        if target.limit_ids:
            target._mirror_credit_limit()
