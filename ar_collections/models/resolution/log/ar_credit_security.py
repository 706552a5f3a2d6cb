"""Deposits and guarantees in the log."""

from odoo import models


class ArCreditSecurity(models.Model):
    _inherit = "ar.credit.security"

    _logged = (
        "partner_id",
        "kind",
        "reference",
        "issuer_id",
        "amount",
        "currency_id",
        "date_from",
        "date_to",
        "attachment_ids",
        "active",
        "approver_id",
        "approved_on",
        "released_by_id",
        "released_on",
        "release_reason",
    )
