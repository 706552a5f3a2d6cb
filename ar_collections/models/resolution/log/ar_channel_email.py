"""E-mails to customers carry the code of the newest seal below their text."""

from odoo import api, models


class ArChannelEmail(models.AbstractModel):
    _inherit = "ar.channel.email"

    @api.model
    def _prepare_layout(self, lead, body):
        # EXTENDS 'channel'
        return {**super()._prepare_layout(lead, body), "log_seal": lead._get_seal_words()}
