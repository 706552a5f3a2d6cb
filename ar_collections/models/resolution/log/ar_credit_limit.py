"""Credit limits in the log: asked for, approved, ended."""

from odoo import models


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    _logged = (
        "partner_id",
        "kind",
        "amount",
        "currency_id",
        "date_from",
        "date_to",
        "reason",
        "user_id",
        "approver_id",
        "approved_on",
        "end_reason",
        "ended_by_id",
        "ended_on",
        "replaced_by_id",
        "insurer_id",
        "policy_number",
        "cover_percent",
    )
