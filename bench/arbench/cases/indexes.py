"""What our indexes cost where invoices are posted and matched."""

from odoo.tools import SQL

from ..case import Aim, Case
from ..sql import read
from .aging import AgingPast

INVOICES = 200


class PostCase(Case):
    """Posts and matches invoices with an index, and as the floor without it."""

    floor_is = "the same without"
    aims = (Aim("ratio", 1.03),)
    turns = 5
    unit = "invoice"
    fixed = True
    indexes = ()

    def prepare(self):
        self.create_indexes()
        partners = self.env["res.partner"].search(
            [("customer_rank", ">", 0), ("is_company", "=", True)], limit=INVOICES, order="id"
        )
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": self.today,
                    "invoice_line_ids": [(0, 0, {"name": "Goods", "price_unit": 100.0})],
                }
                for partner in partners
            ]
        )
        payments = self.env["account.payment"].create(
            [
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": invoice.commercial_partner_id.id,
                    "amount": invoice.amount_total,
                    "currency_id": invoice.currency_id.id,
                    "date": self.today,
                }
                for invoice in invoices
            ]
        )
        return invoices, payments

    def create_indexes(self):
        """Indexes that the add-on does not have."""

    def ours(self, state):
        invoices, payments = state
        invoices.action_post()
        payments.action_post()
        for invoice, payment in zip(invoices, payments, strict=True):
            lines = invoice.line_ids | payment.move_id.line_ids
            lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        return len(invoices)

    def before_floor(self, _state):
        for name in self.indexes:
            self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

    def floor(self, state):
        self.ours(state)


class PostWithIndexes(PostCase):
    name = "post"
    title = f"Post and match {INVOICES} invoices, with our indexes"
    indexes = (
        "account_move_line_ar_open_idx",
        "account_move_line_ar_draft_matched_idx",
        "account_move_ar_unpaid_idx",
        "account_partial_reconcile_ar_date_idx",
    )


class PostWithPartialIndex(PostCase):
    name = "post_partial"
    title = f"Post and match {INVOICES} invoices, with an index of the matching"
    indexes = ("bench_partial_idx",)

    def create_indexes(self):
        self.env.cr.execute(read("partial_index"))


class PastWithPartialIndex(AgingPast):
    name = "aging_past_partial"
    title = f"{AgingPast.title}, with an index of the matching"
    floor_is = "SQL, with that index"
    peer = None

    def prepare(self):
        self.env.cr.execute(read("partial_index"))


class GainOfPartialIndex(AgingPast):
    name = "aging_past_gain"
    title = f"{AgingPast.title}: with that index"
    floor_is = "the same without"
    aims = ()
    peer = None

    def prepare(self):
        self.env.cr.execute(read("partial_index"))

    def before_floor(self, _state):
        self.env.cr.execute("DROP INDEX bench_partial_idx")

    def floor(self, state):
        self.ours(state)
