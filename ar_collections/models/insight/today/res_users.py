"""Whether what waits today comes by e-mail."""

from odoo import models

from ...base import guarded


class ResUsers(models.Model):
    _inherit = "res.users"

    ar_digest_today = guarded.Boolean(
        string="Told What Waits Today",
        groups="base.group_user",
        help="One e-mail a morning says what waits for you: what your page Today counts.",
    )

    @property
    def SELF_WRITEABLE_FIELDS(self):
        # EXTENDS the room channel
        return [*super().SELF_WRITEABLE_FIELDS, "ar_digest_today"]
