"""A line of a notice whose item was deferred names the agreed day."""

from odoo import fields, models


class ArDunningNoticeLine(models.Model):
    # EXTENDS the room dunning
    _inherit = "ar.dunning.notice.line"

    date_contract = fields.Date(
        string="Contractual Due Date",
        readonly=True,
        help="The invoice's own due date, where another one was agreed.",
    )
