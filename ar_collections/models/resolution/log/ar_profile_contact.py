"""Who is told about what is in the log."""

from odoo import models


class ArProfileContact(models.Model):
    _inherit = "ar.profile.contact"

    _logged = (
        "profile_id",
        "subject",
        "channel",
        "contact_id",
    )
