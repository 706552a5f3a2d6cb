"""Releases in the log: asked for, given, refused."""

from odoo import models


class ArCreditRelease(models.Model):
    _inherit = "ar.credit.release"

    _logged = (
        "partner_id",
        "document_ref",
        "document_name",
        "checkpoint",
        "amount",
        "currency_id",
        "codes",
        "request_reason",
        "requested_by_id",
        "requested_on",
        "reason",
        "decided_by_id",
        "decided_on",
        "valid_until",
    )
