"""Orders pass the credit check when they are confirmed, whoever confirms them."""

from odoo import api, models
from odoo.tools import SQL

# What an order comes to, and what of it is invoiced, follows from its lines; what is paid with it
# is linked by the payment. Odoo lets whoever may write the order write these, too.
FIGURES = ("amount_tax", "amount_total", "amount_untaxed", "invoice_status", "transaction_ids")


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "ar.credit.document"]

    _ar_closed = dict.fromkeys(FIGURES)
    _ar_credit_checkpoint = "order"

    # -- the credit check --------------------------------------------------------------

    @api.model
    def _ar_credit_depends(self):
        return [
            *super()._ar_credit_depends(),
            "amount_total",
            "currency_id",
            "partner_invoice_id",
        ]

    def _ar_credit_is_pending(self):
        return self.state in ("draft", "sent")

    def _ar_credit_debtor(self):
        return self.partner_invoice_id or self.partner_id

    def _ar_credit_amount(self):
        # What the customer has paid with the order is no credit.
        return max(self.amount_total - self._ar_paid(), 0.0)

    def _ar_paid(self):
        """What the customer has paid with the order, in its currency: nobody else's money, and
        not what pays for other confirmed orders."""
        self.ensure_one()
        customers = {
            partner.commercial_partner_id for partner in (self.partner_id, self.partner_invoice_id)
        }
        paid = 0.0
        for payment in self.transaction_ids:
            done = payment.state in ("authorized", "done")
            if not done or payment.partner_id.commercial_partner_id not in customers:
                continue
            others = payment.sale_order_ids.filtered(
                lambda order: order != self._origin and order.state == "sale"
            )
            left = self._ar_convert(payment.amount, payment.currency_id) - sum(
                self._ar_convert(order.amount_total, order.currency_id) for order in others
            )
            paid += left if payment.amount < 0 else max(left, 0.0)
        return paid

    def _ar_convert(self, amount, currency):
        company = self.company_id
        return currency._convert(amount, self.currency_id, company, company._ar_today())

    def _ar_credit_counted(self, amount):
        # An order that was confirmed before counts already.
        counts = self.state == "sale" and self.company_id.root_id._ar_counts("order")
        return amount if counts else 0.0

    def _ar_credit_has_passed(self):
        return self.state == "sale"

    @api.model
    def _ar_credit_find_passed(self, partners):
        return self.search(
            [
                ("partner_invoice_id", "child_of", partners.ids),
                ("state", "=", "sale"),
                ("invoice_status", "!=", "invoiced"),
            ]
        )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'sale'.
        # An import, or a default of the context, may bring confirmed orders along.
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._ar_credit_guard()
        return orders

    def write(self, vals):
        # EXTENDS 'sale': every way to a confirmed order writes its state: the button, RPC, an
        # import, the shop, a batch. Whatever is written later and makes it riskier is checked.
        confirmed = self.browse()
        if vals.get("state") == "sale":
            self.check_access("write")
            confirmed = self.filtered(lambda order: order.state != "sale")
        # What is written together with the state is looked at as it is then.
        together = bool(vals.keys() - {"state", "date_order"})
        if not together:
            confirmed._ar_credit_guard()
        with self._ar_credit_watch():
            result = super().write(vals)
        if together:
            confirmed._ar_credit_guard()
        return result

    # -- prepayment by grade -----------------------------------------------------------

    @api.depends("company_id", "partner_id")
    def _compute_require_payment(self):
        # EXTENDS 'sale': a grade may ask for prepayment.
        super()._compute_require_payment()
        for order in self:
            if order._ar_get_prepayment():
                order.require_payment = True

    @api.depends("require_payment", "partner_id")
    def _compute_prepayment_percent(self):
        # EXTENDS 'sale'
        super()._compute_prepayment_percent()
        for order in self:
            order.prepayment_percent = order._ar_get_prepayment() or order.prepayment_percent

    def _ar_get_prepayment(self):
        """Share of the order (0 to 1) that the customer's grade asks to be paid in advance."""
        self.ensure_one()
        partner = self.partner_id.commercial_partner_id
        profile = (
            self.env["ar.profile"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", partner._origin.id),
                    ("company_id", "in", self.company_id._ar_chain().ids),
                ]
            )
        )
        return max(profile.rating_id.mapped("prepayment_percent"), default=0.0)

    # -- figures in SQL ------------------------------------------------------------

    @api.model
    def _ar_sql_price(self, quantity):
        """What so much of a ``line`` of the order ``so`` comes to: without taxes, less discount, in
        the company's currency at the rate of the order.

        :param quantity: SQL, in the unit of the line
        """
        return SQL(
            """
            (%s
             * CASE WHEN line.product_uom_qty <> 0
                    THEN line.price_subtotal / line.product_uom_qty
                    ELSE line.price_unit * (1 - line.discount / 100) END
             / COALESCE(NULLIF(so.currency_rate, 0), 1))
            """,
            quantity,
        )

    @api.model
    def _ar_sql_paid_down(self, order):
        """SELECT amount: what is posted of an order's down payments and not deducted, in its
        company's currency; the next invoice with all its down payments deducts that.

        :param order: SQL of the order's id
        """
        return SQL(
            """
            SELECT GREATEST(SUM(CASE WHEN item.currency_id = so.currency_id
                            THEN -item.amount_currency / COALESCE(NULLIF(so.currency_rate, 0), 1)
                            ELSE -item.balance END), 0)::numeric AS amount
              FROM sale_order_line line
              JOIN sale_order so ON so.id = line.order_id
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
              JOIN account_move_line item ON item.id = rel.invoice_line_id
              JOIN account_move move ON move.id = item.move_id AND move.state = 'posted'
             WHERE line.order_id = %s
               AND line.is_downpayment AND line.display_type IS NULL
            """,
            order,
        )
