"""A channel that is not there any more: its add-on was uninstalled."""

from odoo import api, models


class ArChannelGone(models.AbstractModel):
    """Stands for every channel that somebody has chosen and that nobody knows: it delivers
    nothing, and says what to do."""

    _name = "ar.channel.gone"
    _inherit = "ar.channel"
    _description = "Collection Channel That Is Gone"

    _several = True

    @api.model
    def _get_label(self):
        return self.env._("Channel that is gone")

    @api.model
    def _get_recipient(self, message):
        return ""

    @api.model
    def _get_problems(self, messages):
        return {
            message.id: self.env._(
                "The channel that was chosen for %(customer)s is not there any more: its add-on "
                "was uninstalled. Choose another one.",
                customer=message.partner_id.display_name,
            )
            for message in messages
        }

    @api.model
    def _dispatch(self, dispatches):
        for dispatch in dispatches:
            message = dispatch._get_message()
            dispatch._set_undelivered("failed", self._get_problems(message)[message.id])
