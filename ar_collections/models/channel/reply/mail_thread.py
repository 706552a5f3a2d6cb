"""A letter bomb is not kept: neither on the account, nor as thousands of answers to it."""

import logging

from odoo import api, models
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        # EXTENDS 'mail': which counts one sender, and answers each of his letters.
        ids = [id_ for model, id_, *_rest in routes or () if model == "ar.profile" and id_]
        sender = message_dict.get("email_from")
        if ids and not self._ar_is_let_through(sender):
            accounts = self.env["ar.profile"].sudo().browse(ids).exists()
            if accounts and self.env["ar.reply"].sudo()._is_bomb(accounts, sender):
                _logger.info("A letter for the accounts %s is not kept: too many in an hour", ids)
                return True
        return super()._detect_loop_sender(message, message_dict, routes)

    @api.model
    def _ar_is_let_through(self, sender):
        """Whether an administrator lets a machine write as much as it likes."""
        address = email_normalize(sender or "")
        allowed = self.env["mail.gateway.allowed"].sudo()
        return bool(address) and bool(
            allowed.search_count([("email_normalized", "=", address)], limit=1)
        )
