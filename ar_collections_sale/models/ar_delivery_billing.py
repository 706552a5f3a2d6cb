"""What was delivered and is not invoiced, read live."""

from odoo import api, fields, models
from odoo.tools import SQL


class ArDeliveryBilling(models.Model):
    """One row per line of a confirmed order; its id is the line's. Nothing is stored.

    What is on an invoice, drafts among them, covers what was delivered first. What is invoiced as
    ordered is to be invoiced up to what was ordered. What was paid down for an order and is not
    deducted yet is deducted from what was delivered first.
    """

    _name = "ar.delivery.billing"
    _description = "Delivery Not Invoiced"
    _auto = False
    _order = "delivered_on, id"
    _depends = {
        "account.move": ["state"],
        "account.move.line": ["amount_currency", "balance", "currency_id", "move_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["invoice_policy"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "commitment_date",
            "company_id",
            "currency_id",
            "currency_rate",
            "date_order",
            "name",
            "partner_invoice_id",
            "state",
            "user_id",
        ],
        "sale.order.line": [
            "discount",
            "display_type",
            "is_downpayment",
            "order_id",
            "price_subtotal",
            "price_unit",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
            "qty_delivered",
            "qty_invoiced",
        ],
    }

    name = fields.Char(string="Order", readonly=True)
    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    delivered_on = fields.Date(
        readonly=True,
        help="The first delivery that no invoice covers; without deliveries that Odoo knows, the "
        "day that was promised, or of the order.",
    )
    days = fields.Integer(
        string="Days Since", compute="_compute_days", help="Days since it could be invoiced."
    )
    quantity = fields.Float(
        string="Quantity Not Invoiced", readonly=True, digits="Product Unit", aggregator=None
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    amount = fields.Monetary(
        string="Not Invoiced",
        readonly=True,
        help="Without taxes, in the company's currency, at the price and rate of the order. What "
        "was paid down and is not deducted yet is left out.",
    )

    @api.depends("delivered_on")
    def _compute_days(self):
        for row in self:
            row.days = row.delivered_on and (row.company_id._ar_today() - row.delivered_on).days

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT bill.id, bill.name, bill.order_id, bill.product_id, bill.company_id,
                   bill.user_id, bill.partner_id, bill.delivered_on, bill.quantity, bill.uom_id,
                   GREATEST(LEAST(bill.price, bill.up_to - COALESCE(down.amount, 0)), 0) AS amount
              FROM (SELECT priced.*, SUM(priced.price) OVER (
                               PARTITION BY priced.order_id
                               ORDER BY priced.delivered_on, priced.id) AS up_to
                      FROM (%s) AS priced) AS bill
              LEFT JOIN LATERAL (%s) AS down ON TRUE
            """,
            self._sql_priced(),
            self.env["sale.order"]._ar_sql_paid_down(SQL("bill.order_id")),
        )

    def _sql_priced(self):
        """What no invoice covers, with its price without taxes, in the company's currency."""
        companies = self.env["res.company"].sudo().search([])
        return SQL(
            """
            SELECT line.id, so.name, line.order_id, line.product_id, so.company_id, so.user_id,
                   partner.commercial_partner_id AS partner_id, line.product_uom_id AS uom_id,
                   LEAST(%(delivered_on)s, own.today::date) AS delivered_on, left_.quantity,
                   %(price)s::numeric AS price
              FROM sale_order_line line
              JOIN sale_order so ON so.id = line.order_id AND so.state = 'sale'
              JOIN (VALUES %(own)s) AS own (company_id, zone, today)
                ON own.company_id = so.company_id
              JOIN res_partner partner ON partner.id = so.partner_invoice_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             CROSS JOIN LATERAL (
                SELECT CASE WHEN template.invoice_policy = 'order'
                            THEN LEAST(line.qty_delivered, line.product_uom_qty)
                            ELSE line.qty_delivered END - line.qty_invoiced AS quantity
                ) AS left_
             WHERE line.qty_delivered > line.qty_invoiced
               AND ROUND(left_.quantity::numeric, 6) > 0
               AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
            """,
            delivered_on=self._sql_delivered_on(),
            price=self.env["sale.order"]._ar_sql_price(SQL("left_.quantity")),
            own=SQL(", ").join(
                SQL("(%s, %s, %s)", one.id, one._ar_zone_name(), one._ar_today().isoformat())
                for one in companies
            ),
        )

    def _sql_delivered_on(self):
        """The day since which a ``line`` of the order ``so`` could be invoiced, on the clock of the
        company (``own.zone``)."""
        return self._sql_day(SQL("COALESCE(so.commitment_date, so.date_order)"))

    def _sql_day(self, moment):
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE own.zone)::date", moment)

    def action_view_order(self):
        """Open the order, whose button makes the invoice."""
        self.ensure_one()
        return self.order_id._get_records_action()
