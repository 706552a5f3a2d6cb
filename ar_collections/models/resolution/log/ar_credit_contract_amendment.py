"""Amendments of contracts in the log."""

from odoo import models


class ArCreditContractAmendment(models.Model):
    _inherit = "ar.credit.contract.amendment"

    _logged = (
        "contract_id",
        "number",
        "partner_id",
        "currency_id",
        "date",
        "reason",
        "date_to",
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
    )
