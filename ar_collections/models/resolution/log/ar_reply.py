"""Replies in the log: what the customer answered, and what was done about it."""

from odoo import models


class ArReply(models.Model):
    _inherit = "ar.reply"

    _logged = (
        "partner_id",
        "author_id",
        "email_from",
        "date_received",
        "text",
        "kind",
        "date",
        "amount",
        "currency_id",
        "reference",
        "move_ids",
        "done",
        "handled_by_id",
        "handled_on",
    )
