"""Since when a delivery could be invoiced: as the stock moves say."""

from odoo import models
from odoo.tools import SQL


class ArDeliveryBilling(models.Model):
    _inherit = "ar.delivery.billing"
    _depends = {
        "stock.location": ["usage"],
        "stock.move": ["date", "location_dest_id", "quantity", "sale_line_id", "state"],
    }

    def _sql_delivered_on(self):
        # EXTENDS 'ar_collections_sale': what was invoiced covers what left first.
        return SQL(
            """
            COALESCE((SELECT MIN(done.day)
                        FROM (SELECT %s AS day,
                                     SUM(move.quantity) OVER (ORDER BY move.date, move.id) AS up_to,
                                     SUM(move.quantity) OVER () AS whole
                                FROM stock_move move
                                JOIN stock_location place ON place.id = move.location_dest_id
                               WHERE move.sale_line_id = line.id AND move.state = 'done'
                                 AND place.usage = 'customer') AS done
                       WHERE done.up_to * line.qty_delivered > line.qty_invoiced * done.whole),
                     %s)
            """,
            self._sql_day(SQL("move.date")),
            super()._sql_delivered_on(),
        )
