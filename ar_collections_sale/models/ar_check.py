"""Finance against sales records: what was delivered, and what was invoiced."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.ar_collections.models.check.ar_check import CheckKind, Finding


class ArCheck(models.Model):
    _inherit = "ar.check"

    @api.model
    def _get_checks(self):
        # EXTENDS 'ar_collections'
        return {
            **super()._get_checks(),
            "delivered": CheckKind(
                self.env._("Delivered and not invoiced"),
                self.env._(
                    "Lines of confirmed orders, promised or ordered longer ago than the age, of "
                    "which more is delivered than invoiced. The amount is what is missing on "
                    "invoices, without taxes. Invoice it."
                ),
                days=7,
            ),
            "not_delivered": CheckKind(
                self.env._("Invoiced and not delivered"),
                self.env._(
                    "Lines of confirmed orders, promised or ordered longer ago than the age, of "
                    "which more is invoiced than delivered; down payments apart, and services "
                    "that are invoiced as ordered. The customer will not pay for them. Deliver, or "
                    "make a credit note."
                ),
                days=7,
            ),
        }

    def _find_delivered(self):
        return self._find_order_lines(SQL("(line.qty_delivered - line.qty_invoiced)"))

    def _find_not_delivered(self):
        return self._find_order_lines(
            SQL("(line.qty_invoiced - line.qty_delivered)"),
            # Nobody records the delivery of these.
            SQL(
                """NOT EXISTS (
                    SELECT 1
                      FROM product_product product
                      JOIN product_template template ON template.id = product.product_tmpl_id
                     WHERE product.id = line.product_id
                       AND template.type = 'service' AND template.invoice_policy = 'order')"""
            ),
        )

    def _find_order_lines(self, excess, *conditions):
        """The lines of confirmed orders whose quantity ``excess`` is above 0."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id,
                       %(price)s::float
                  FROM sale_order_line line
                  JOIN sale_order so ON so.id = line.order_id
                 WHERE so.state = 'sale' AND so.company_id = %(company)s
                   AND COALESCE(so.commitment_date, so.date_order)::date <= %(day)s
                   AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
                   AND ROUND(%(excess)s::numeric, 6) > 0
                   AND %(conditions)s
                """,
                excess=excess,
                price=self.env["sale.order"]._ar_sql_price(excess),
                company=self.company_id.id,
                day=self._get_last_day(),
                conditions=SQL(" AND ").join(conditions or [SQL("TRUE")]),
                to_flush=self._get_order_fields(),
            )
        )
        domain = Domain("id", "in", [id_ for id_, _amount in rows])
        amount = sum(amount for _id, amount in rows)
        return Finding("sale.order.line", domain, len(rows), amount, "sale.view_order_line_tree")

    def _get_order_fields(self):
        names = {
            "sale.order": "commitment_date company_id currency_rate date_order state",
            "sale.order.line": "discount display_type is_downpayment order_id price_subtotal "
            "price_unit product_id product_uom_qty qty_delivered qty_invoiced",
            "product.template": "invoice_policy type",
        }
        return [
            self.env[model]._fields[name] for model, text in names.items() for name in text.split()
        ]
