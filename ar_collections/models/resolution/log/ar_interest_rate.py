"""Reference rates in the log."""

from odoo import models


class ArInterestRate(models.Model):
    _inherit = "ar.interest.rate"

    _logged = (
        "reference_id",
        "date_from",
        "rate",
        "note",
        "checked_on",
    )
