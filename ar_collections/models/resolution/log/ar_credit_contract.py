"""Contracts with customers in the log: their terms, and who accepted them."""

from odoo import models


class ArCreditContract(models.Model):
    _inherit = "ar.credit.contract"

    _logged = (
        "name",
        "reference",
        "partner_id",
        "currency_id",
        "date_from",
        "date_to",
        "end_date",
        "payment_term_id",
        "payment_method",
        "credit_amount",
        "notice_days",
        "invoice_days",
        "extension_months",
        "late_interest",
        "penalty_clause",
        "attachment_ids",
        "accepted_by_id",
        "accepted_name",
        "accepted_on",
        "acceptance_proof",
        "approver_id",
        "approved_on",
        "end_reason",
        "replaced_by_id",
    )
