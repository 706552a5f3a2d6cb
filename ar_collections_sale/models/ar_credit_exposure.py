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
        """What confirmed orders come to, less what invoices that count themselves have taken
        over of them; down payments included (lines without a quantity: goods that somebody calls
        a down payment are goods). An order never counts below 0, and a line that
        is invoiced in full not at all, whatever price was invoiced.

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
                       CASE WHEN sol.is_downpayment AND sol.product_uom_qty = 0 THEN 0
                            WHEN invoiced.uncounted IS NOT TRUE
                                 AND sol.qty_invoiced >= sol.product_uom_qty THEN 0
                            ELSE sol.price_total * rate.factor - COALESCE(invoiced.amount, 0) END
                       - CASE WHEN sol.is_downpayment AND sol.product_uom_qty = 0
                              THEN COALESCE(invoiced.amount, 0) ELSE 0 END
                   ), 0) AS amount
              FROM sale_order so
              JOIN res_partner partner ON partner.id = so.partner_invoice_id
              JOIN rate ON rate.company_id = so.company_id
                       AND rate.currency_id = so.currency_id
              JOIN sale_order_line sol ON sol.order_id = so.id AND sol.display_type IS NULL
              LEFT JOIN LATERAL (%(invoiced)s) AS invoiced ON TRUE
             WHERE so.state = 'sale' AND %(open)s
               AND so.company_id IN %(companies)s AND %(where)s
             GROUP BY so.id, partner.commercial_partner_id, so.company_id
            """,
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
        """What invoices have taken over of an order line ``sol``, in company currency, and
        whether there is an invoice that does not count itself."""
        uncounted = SQL(
            "(move.state = 'draft' AND move.company_id IN (%s))",
            self._sql_without_drafts(company_ids),
        )
        return SQL(
            """
            SELECT SUM(CASE WHEN %(uncounted)s THEN 0
                            WHEN move.move_type = 'out_refund'
                            THEN -line.price_total * invoice_rate.factor
                            ELSE line.price_total * invoice_rate.factor END) AS amount,
                   BOOL_OR(%(uncounted)s) AS uncounted
              FROM sale_order_line_invoice_rel rel
              JOIN account_move_line line ON line.id = rel.invoice_line_id
              JOIN account_move move ON move.id = line.move_id
              JOIN rate invoice_rate ON invoice_rate.company_id = so.company_id
                                    AND invoice_rate.currency_id = move.currency_id
             WHERE rel.order_line_id = sol.id AND move.state <> 'cancel'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND NOT (move.move_type = 'out_refund' AND move.state = 'draft')
            """,
            uncounted=uncounted,
        )

    def _get_order_fields(self):
        names = {
            "sale.order": "company_id currency_id invoice_status partner_invoice_id state",
            "sale.order.line": "display_type invoice_lines is_downpayment order_id price_total "
            "product_uom_qty qty_invoiced",
            "account.move": "company_id currency_id move_type state",
            "account.move.line": "move_id price_total",
        }
        return [
            self.env[model]._fields[name] for model, text in names.items() for name in text.split()
        ]
