"""Invoices pass the credit check when they are posted, whoever posts them."""

from odoo import api, models

# What can change debtor or amount of an invoice.
RAISING = {
    "company_id",
    "currency_id",
    "fiscal_position_id",
    "invoice_cash_rounding_id",
    "invoice_currency_rate",
    "invoice_line_ids",
    "line_ids",
    "move_type",
    "partner_id",
}
RAISING_LINE = {
    "account_id",
    "amount_currency",
    "balance",
    "credit",
    "currency_id",
    "debit",
    "discount",
    "display_type",
    "move_id",
    "price_unit",
    "product_id",
    "quantity",
    "tax_ids",
}
# What an invoice comes to follows from its lines. Odoo stores it, and lets whoever may write the
# invoice write it: the check would be asked about less than what is posted.
TOTALS = (
    "amount_residual",
    "amount_residual_signed",
    "amount_tax",
    "amount_tax_signed",
    "amount_total",
    "amount_total_in_currency_signed",
    "amount_total_signed",
    "amount_untaxed",
    "amount_untaxed_in_currency_signed",
    "amount_untaxed_signed",
    "commercial_partner_id",
)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "ar.credit.document"]

    _ar_closed = dict.fromkeys(TOTALS)
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
        # A draft that is counted does not count a second time when it is posted; what is posted
        # and looked at again is in the ledger.
        part = "open" if self.state == "posted" else "draft"
        return amount if self._origin.id and self.company_id.root_id._ar_counts(part) else 0.0

    def _ar_credit_has_passed(self):
        return self.state == "posted" and self.move_type in ("out_invoice", "out_receipt")

    @api.model
    def _ar_credit_find_passed(self, partners):
        return self.search(
            [
                ("partner_id", "child_of", partners.ids),
                ("move_type", "in", ("out_invoice", "out_receipt")),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ]
        )

    def _ar_credit_name(self):
        return self.name if self.name and self.name != "/" else self.display_name

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account'.
        # A default, of the context or of a user, may make invoices that are posted from birth.
        moves = super().create(vals_list)
        moves.filtered(lambda move: move.state == "posted")._ar_credit_guard()
        return moves

    def write(self, vals):
        # EXTENDS 'account': every way to a posted invoice writes its state, and what is dated
        # later on the day when it comes.
        posted = self.browse()
        if vals.get("state") == "posted":
            self.check_access("write")
            posted = self.filtered(lambda move: move.state != "posted")
        if not RAISING & vals.keys():
            posted._ar_credit_guard()
            return super().write(vals)
        with self._ar_credit_watch():
            result = super().write(vals)
        # What is written together with the state is looked at as it is then.
        posted._ar_credit_guard()
        return result

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
