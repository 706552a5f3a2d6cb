"""Fees of a dunning level, per currency."""

from odoo import fields, models

from ..base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDunningLevelFee(models.Model):
    """A fixed charge that a notice of the level adds, once per item and level."""

    _name = "ar.dunning.level.fee"
    _inherit = ["ar.guard.mixin"]
    _description = "Dunning Fee"
    _order = "level_id, currency_id"
    _rec_name = "currency_id"

    _writable = {NEW: ("level_id",), ANY: SETTINGS}

    level_id = fields.Many2one("ar.dunning.level", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="level_id.company_id", store=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary(required=True)

    _currency_uniq = models.Constraint(
        "UNIQUE (level_id, currency_id)", "A level has one fee per currency."
    )
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A dunning fee cannot be negative.")
