"""Papers that carry a customer's personal link, as long as somebody can answer by it."""

from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _ar_keep_private(self, field_name):
        """Let only those read these files who may read ``field_name`` of their record: Odoo
        asks for the groups of the field that a file belongs to."""
        self.sudo().write({"res_field": field_name})

    def _ar_give_free(self):
        """Let everybody read them who may read their record."""
        self.sudo().filtered("res_field").write({"res_field": False})
