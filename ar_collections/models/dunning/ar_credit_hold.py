"""A dunning level is a cause of credit holds."""

from odoo import api, fields, models

from ..credit.limit.ar_credit_hold import HoldCause


class ArCreditHold(models.Model):
    _inherit = "ar.credit.hold"

    notice_id = fields.Many2one(
        "ar.dunning.notice", readonly=True, index="btree_not_null", ondelete="set null"
    )

    def _speak_level(self, level):
        level = self.env["ar.dunning.level"].sudo().browse(level).exists()
        return self.env._("Reminder %s was sent", level.name) if level else False

    @api.model
    def _get_causes(self):
        # EXTENDS the room credit
        return {**super()._get_causes(), "level": HoldCause(self.env._("Dunning level"))}
