"""A hold may cap the dunning level instead of stopping all reminders."""

from odoo import api, fields, models

from ...tools.dunning import dunning
from ..base.ar_guard_mixin import ANY


class ArHold(models.Model):
    _inherit = "ar.hold"

    _writable = {ANY: ("level_cap_id",)}

    level_cap_id = fields.Many2one(
        "ar.dunning.level",
        string="Highest Level Allowed",
        ondelete="restrict",
        help="Reminders go on up to this level. Empty: no reminders at all.",
    )

    @api.model
    def _selection_origin(self):
        # EXTENDS 'ar.hold': who was left out of a run.
        run = self.env["ir.model"]._get("ar.dunning.run")
        return [*super()._selection_origin(), (run.model, run.name)]

    def _is_whole_customer(self):
        # EXTENDS 'ar.hold': a cap is no stop.
        return super()._is_whole_customer() and not self.level_cap_id

    def _as_facts(self):
        """The hold as a value row for the decision."""
        self.ensure_one()
        return dunning.Hold(
            scope=self.scope,
            move_id=self.move_id.id,
            item_id=self.move_line_id.id or None,
            amount=self.amount,
            cap_days=self.level_cap_id.delay_days if self.level_cap_id else None,
            reason=self.reason_text or "",
            kind=self.kind or "",
        )
