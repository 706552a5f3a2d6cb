"""A statement that asks to confirm its balance says so to the customer's own system, too."""

from odoo import models


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def _prepare_webhook(self):
        # EXTENDS the message
        told = super()._prepare_webhook()
        if one := self.sudo().confirmation_ids:
            told["answer_until"] = self._say_date(one.date_expiry)
            told["confirm_link"] = one._get_answer_url()
        return told
