"""Credit holds in the log: set and released."""

from odoo import models


class ArCreditHold(models.Model):
    _inherit = "ar.credit.hold"

    _logged = (
        "partner_id",
        "cause",
        "date_from",
        "date_to",
        "until_paid",
        "reason",
        "user_id",
        "released_by_id",
        "released_on",
        "release_reason",
    )
