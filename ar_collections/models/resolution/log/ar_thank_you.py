"""Thank-yous in the log, once they have left."""

from odoo import models


class ArThankYou(models.Model):
    _inherit = "ar.thank.you"

    _logged = (
        "name",
        "notice_id",
        "partner_id",
        "contact_id",
        "sent_date",
        "error",
    )
    _logged_states = ("sent", "failed", "cancelled")
