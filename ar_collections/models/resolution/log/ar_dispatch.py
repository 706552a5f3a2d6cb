"""Dispatches in the log: messages that left or came back, calls and visits with their outcome."""

from odoo import models


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    _logged = (
        "res_model",
        "res_id",
        "channel",
        "contact_id",
        "recipient",
        "attachment_id",
        "printed_date",
        "posted_date",
        "outcome",
        "reason_id",
        "promised_date",
        "promised_amount",
        "note",
        "error",
    )
    # A call that reached nobody waits for the next try.
    _logged_before = ("outcome",)
    _logged_states = ("sent", "delivered", "bounced", "failed", "cancelled", "unknown")
