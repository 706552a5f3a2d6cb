"""A dunning level that is sent may put the customer on credit hold until he has paid."""

from odoo import api, fields, models

from ..credit.limit.ar_credit_hold import HoldCause


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    credit_hold = fields.Boolean(
        help="When sent, the customer is on credit hold until nothing is overdue any more."
    )


class ArCreditHold(models.Model):
    _inherit = "ar.credit.hold"

    notice_id = fields.Many2one(
        "ar.dunning.notice", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.model
    def _get_causes(self):
        # EXTENDS the room credit
        return {**super()._get_causes(), "level": HoldCause(self.env._("Dunning level"))}


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _set_sent(self):
        # EXTENDS the room itself
        sent = super()._set_sent()
        sent.sudo()._hold_credit()
        return sent

    def _set_failed(self, reason):
        # EXTENDS the room itself: a level that did not reach the customer holds nothing.
        failed = super()._set_failed(reason)
        holds = self.env["ar.credit.hold"].sudo().search([("notice_id", "in", failed.ids)])
        holds._release(self.env._("The reminder did not reach the customer."), cause_gone=True)
        return failed

    def _hold_credit(self):
        """Put the customers on credit hold whose level says so, once at a time."""
        holds = self.env["ar.credit.hold"]
        wanted = self.filtered("level_id.credit_hold")
        held = holds.search(
            [
                ("profile_id", "in", wanted.profile_id.ids),
                ("cause", "=", "level"),
                ("state", "=", "active"),
            ]
        ).profile_id
        holds.create(
            [
                {
                    "profile_id": profile.id,
                    "cause": "level",
                    "notice_id": notices[:1].id,
                    "date_from": profile.company_id._ar_today(),
                    "until_paid": True,
                    "reason": self.env._("Reminder %s was sent", notices[:1].level_id.name),
                }
                for profile, notices in wanted.grouped("profile_id").items()
                if profile not in held
            ]
        )
