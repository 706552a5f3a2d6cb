"""No mail server is spoken to in a drill."""

from odoo import api, models

from .rehearsal import is_rehearsal, refuse


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        # EXTENDS 'base'
        if is_rehearsal(self.env):
            refuse(self.env)
        return super().send_email(message, *args, **kwargs)

    @api.model
    def _connect__(self, *args, **kwargs):
        # EXTENDS 'base'
        if is_rehearsal(self.env):
            refuse(self.env)
        return super()._connect__(*args, **kwargs)
