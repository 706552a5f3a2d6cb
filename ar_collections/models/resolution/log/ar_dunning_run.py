"""Runs in the log: who proposed, confirmed or cancelled them."""

from odoo import models


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    _logged = (
        "name",
        "date",
        "kind",
        "next_now",
        "brake_note",
    )
