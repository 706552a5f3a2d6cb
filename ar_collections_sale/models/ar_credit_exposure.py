"""Confirmed orders that are not invoiced count in the exposure."""

from odoo import api, models
from odoo.tools import SQL


class ArCreditExposure(models.AbstractModel):
    _inherit = "ar.credit.exposure"

    @api.model
    def _get_parts(self):
        # EXTENDS 'ar_collections'
        parts = super()._get_parts()
        deposit = parts.pop("deposit")
        return {**parts, "order": self.env._("Orders not invoiced"), "deposit": deposit}

    def _sql_part_order(self, company_ids, partner_ids):
        """What of confirmed orders is still to be invoiced: per line the quantity that no invoice
        that counts itself has taken over, at the order's price with its taxes and discount,
        whatever price was invoiced. What is invoiced by delivery counts with what was delivered
        beyond the order, too. Down payments (lines without a quantity: goods that somebody
        calls a down payment are goods) take off what was invoiced of them. An order never counts
        below 0.

        :return: rows of (partner_id, company_id, amount) at today's rates
        """
        where = SQL("TRUE")
        if partner_ids is not None:
            where = self.env["ar.open.item"]._sql_of_partners(
                SQL("so.partner_invoice_id"), partner_ids
            )
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, so.company_id,
                   GREATEST(SUM(
                       CASE WHEN sol.is_downpayment AND sol.product_uom_qty = 0
                            THEN -COALESCE(invoiced.amount, 0)
                            ELSE %(left)s * %(price)s * rate.factor END
                   ), 0) AS amount
              FROM sale_order so
              JOIN res_partner partner ON partner.id = so.partner_invoice_id
              JOIN rate ON rate.company_id = so.company_id
                       AND rate.currency_id = so.currency_id
              JOIN sale_order_line sol ON sol.order_id = so.id AND sol.display_type IS NULL
              LEFT JOIN product_product product ON product.id = sol.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN uom_uom uom ON uom.id = sol.product_uom_id
              LEFT JOIN LATERAL (%(invoiced)s) AS invoiced ON TRUE
             WHERE so.state = 'sale' AND %(open)s
               AND so.company_id IN %(companies)s AND %(where)s
             GROUP BY so.id, partner.commercial_partner_id, so.company_id
            """,
            left=self._sql_order_left(),
            price=self._sql_order_price(),
            invoiced=self._sql_order_invoiced(company_ids),
            # Orders with something to invoice; with drafts that do not count, any order.
            open=SQL(
                "(so.invoice_status <> 'invoiced' OR so.company_id IN (%s))",
                self._sql_without_drafts(company_ids),
            ),
            companies=company_ids,
            where=where,
            to_flush=self._get_order_fields(),
        )

    def _sql_order_price(self):
        """The price of one of a line ``sol``, with its taxes and discount."""
        return SQL(
            """COALESCE(sol.price_total / NULLIF(sol.product_uom_qty, 0),
                        sol.price_unit * (1 - COALESCE(sol.discount, 0) / 100.0))"""
        )

    def _sql_order_left(self):
        """The quantity of a line ``sol`` that is still to be invoiced; of a return negative."""
        wanted = SQL(
            """CASE WHEN template.invoice_policy = 'delivery' AND sol.product_uom_qty >= 0
                    THEN GREATEST(sol.product_uom_qty, COALESCE(sol.qty_delivered, 0))
                    ELSE sol.product_uom_qty END"""
        )
        return SQL(
            """(CASE WHEN sol.product_uom_qty < 0
                     THEN LEAST(%(wanted)s - COALESCE(invoiced.quantity, 0), 0)
                     ELSE GREATEST(%(wanted)s - COALESCE(invoiced.quantity, 0), 0) END)""",
            wanted=wanted,
        )

    def _sql_without_drafts(self, company_ids):
        """The companies in which draft invoices do not count, for IN."""
        companies = self.env["res.company"].sudo().browse(company_ids)
        ids = [
            SQL("%s", company.id)
            for company in companies
            if not company.root_id._ar_counts("draft")
        ]
        return SQL(", ").join(ids or [SQL("0")])

    def _sql_order_invoiced(self, company_ids):
        """What invoices that count themselves have taken over of an order line ``sol``: the
        quantity in its unit, and the amount in company currency."""
        return SQL(
            """
            SELECT SUM(side.sign * line.quantity
                       * CASE WHEN line.product_uom_id IS DISTINCT FROM sol.product_uom_id
                              THEN COALESCE(line_uom.factor / NULLIF(uom.factor, 0), 1)
                              ELSE 1 END) AS quantity,
                   SUM(side.sign * line.price_total * invoice_rate.factor) AS amount
              FROM sale_order_line_invoice_rel rel
              JOIN account_move_line line ON line.id = rel.invoice_line_id
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
              JOIN rate invoice_rate ON invoice_rate.company_id = so.company_id
                                    AND invoice_rate.currency_id = move.currency_id
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END AS sign
                   ) AS side
             WHERE rel.order_line_id = sol.id AND move.state <> 'cancel'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND NOT (move.state = 'draft' AND (move.move_type = 'out_refund'
                                                  OR move.company_id IN (%s)))
            """,
            self._sql_without_drafts(company_ids),
        )

    def _get_order_fields(self):
        names = {
            "sale.order": "company_id currency_id invoice_status partner_invoice_id state",
            "sale.order.line": "discount display_type invoice_lines is_downpayment order_id "
            "price_total price_unit product_id product_uom_id product_uom_qty qty_delivered",
            "product.template": "invoice_policy",
            "uom.uom": "factor",
            "account.move": "company_id currency_id move_type state",
            "account.move.line": "move_id price_total product_uom_id quantity",
        }
        return [
            self.env[model]._fields[name] for model, text in names.items() for name in text.split()
        ]
