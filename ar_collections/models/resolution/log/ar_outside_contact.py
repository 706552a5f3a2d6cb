"""Who outside of a customer may be told about it is in the log."""

from odoo import models


class ArOutsideContact(models.Model):
    _inherit = "ar.outside.contact"

    _logged = (
        "partner_id",
        "contact_id",
        "email",
        "reason",
        "confirmed_by_id",
        "confirmed_on",
        "ended_on",
    )
