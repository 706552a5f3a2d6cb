"""Holds in the log: set, changed, released."""

from odoo import models


class ArHold(models.Model):
    _inherit = "ar.hold"

    _logged = (
        "partner_id",
        "scope",
        "move_id",
        "move_line_id",
        "kind",
        "date_from",
        "date_to",
        "amount",
        "currency_id",
        "reason",
        "origin_ref",
    )
