"""The channels by which a level speaks."""

from odoo import fields, models

from ...tools.channel.channel import Route
from ..base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDunningLevelChannel(models.Model):
    _name = "ar.dunning.level.channel"
    _inherit = ["ar.guard.mixin"]
    _description = "Channel of a Dunning Level"
    _order = "level_id, sequence, id"

    _writable = {NEW: ("level_id",), ANY: SETTINGS}

    level_id = fields.Many2one("ar.dunning.level", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="level_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(), required=True
    )
    usage = fields.Selection(
        [("always", "Always"), ("fallback", "Fallback")],
        default="always",
        required=True,
        help="A fallback speaks only when no channel above it could deliver.",
    )

    _channel_uniq = models.Constraint(
        "UNIQUE (level_id, channel)", "A level names each channel once."
    )

    def _as_route(self):
        """The row as a value for the decision."""
        self.ensure_one()
        return Route(self.channel, self.usage)
