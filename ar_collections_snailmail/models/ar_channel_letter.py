"""A letter that lies in the list to print is handed to the post office, which prints it."""

from odoo import api, models


class ArChannelLetter(models.AbstractModel):
    _inherit = "ar.channel.letter"

    @api.model
    def _dispatch(self, dispatches):
        # EXTENDS the letters: what the post office does not take stays in the list to print.
        super()._dispatch(dispatches)
        made = dispatches.filtered(lambda one: one.state == "sent" and one.attachment_id)
        made.filtered(lambda one: one.company_id.sudo().ar_snailmail)._hand_to_post()
