"""What was delivered and is not invoiced, read live."""

from odoo import api, fields, models
from odoo.tools import SQL


class ArDeliveryBilling(models.Model):
    """One row per line of a confirmed order; its id is the line's. Nothing is stored.

    What is on an invoice, drafts among them, covers what was delivered first.
    """

    _name = "ar.delivery.billing"
    _description = "Delivery Not Invoiced"
    _auto = False
    _order = "delivered_on, id"
    _depends = {
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "commitment_date",
            "company_id",
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
        help="Without taxes, in the company's currency, at the price and rate of the order.",
    )

    @api.depends("delivered_on")
    def _compute_days(self):
        for row in self:
            row.days = row.delivered_on and (row.company_id._ar_today() - row.delivered_on).days

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, so.name, line.order_id, line.product_id, so.company_id, so.user_id,
                   partner.commercial_partner_id AS partner_id,
                   %s AS delivered_on,
                   (line.qty_delivered - line.qty_invoiced) AS quantity,
                   line.product_uom_id AS uom_id,
                   ((line.qty_delivered - line.qty_invoiced)
                    * CASE WHEN line.product_uom_qty <> 0
                           THEN line.price_subtotal / line.product_uom_qty
                           ELSE line.price_unit * (1 - line.discount / 100) END
                    / COALESCE(NULLIF(so.currency_rate, 0), 1))::numeric AS amount
              FROM sale_order_line line
              JOIN sale_order so ON so.id = line.order_id AND so.state = 'sale'
              JOIN res_partner partner ON partner.id = so.partner_invoice_id
             WHERE line.qty_delivered > line.qty_invoiced
               AND ROUND((line.qty_delivered - line.qty_invoiced)::numeric, 6) > 0
               AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
            """,
            self._sql_delivered_on(),
        )

    def _sql_delivered_on(self):
        """The day since which a ``line`` of the order ``so`` could be invoiced."""
        return SQL("COALESCE(so.commitment_date, so.date_order)::date")

    def action_view_order(self):
        """Open the order, whose button makes the invoice."""
        self.ensure_one()
        return self.order_id._get_records_action()
