"""Credit reviews in the log: what was decided about a customer, by whom."""

from odoo import models


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    _logged = (
        "name",
        "partner_id",
        "date",
        "kind",
        "reason",
        "author_id",
        "approver_id",
        "decision_date",
        "refusal",
        "score",
        "rating_id",
        "rating_reason",
        "limit_amount",
        "currency_id",
        "payment_term_id",
        "term_reason",
        "next_review_date",
    )
