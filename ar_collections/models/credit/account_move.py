"""Invoices pass the credit check when they are posted, whoever posts them."""

from odoo import api, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "ar.credit.document"]

    _ar_credit_checkpoint = "invoice"

    # Finds the drafts of the exposure: few rows of a large table.
    _ar_draft_idx = models.Index(
        "(partner_id, company_id) "
        "WHERE state = 'draft' AND move_type IN ('out_invoice', 'out_receipt')"
    )

    @api.model
    def _ar_credit_depends(self):
        return [*super()._ar_credit_depends(), "amount_total", "currency_id", "move_type"]

    def _ar_credit_is_pending(self):
        return self.state == "draft"

    def _ar_credit_is_on_credit(self):
        return self.move_type in ("out_invoice", "out_receipt") and (
            super()._ar_credit_is_on_credit()
        )

    def _ar_credit_counted(self, amount):
        # A draft that is counted does not count a second time when it is posted.
        return amount if self._origin.id and self.company_id.root_id._ar_counts("draft") else 0.0

    def _ar_credit_name(self):
        return self.name if self.name and self.name != "/" else self.display_name

    def _post(self, soft=True):
        # EXTENDS 'account': the one way to a posted invoice. What is dated later is checked
        # when its day comes.
        documents = self.filtered(lambda move: move.state == "draft")
        if soft:
            documents = documents.filtered(
                lambda move: not move.date or move.date <= move.company_id._ar_today()
            )
        documents._ar_credit_guard()
        return super()._post(soft)

    def _build_credit_warning_message(
        self, record, current_amount=0.0, exclude_current=False, exclude_amount=0.0
    ):
        # EXTENDS 'account', which reads limit and credit of the session's company: the
        # document's own company decides.
        return super()._build_credit_warning_message(
            record.with_company(record.company_id),
            current_amount=current_amount,
            exclude_current=exclude_current,
            exclude_amount=exclude_amount,
        )
