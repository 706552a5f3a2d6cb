"""Wishes of contacts to be left alone are in the log."""

from odoo import models


class ArOptout(models.Model):
    _inherit = "ar.optout"

    _logged = (
        "partner_id",
        "channel",
        "purpose",
        "number",
        "source",
        "date",
        "active",
    )
