"""What is kept of days that are over: what was settled and billed, by customer and in all."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class ArKpiPiece(models.Model):
    """Pieces of items (``ar.open.item``) that are alike, added up. Written and read by SQL alone;
    whether a day is still true says ``ar.kpi.day``."""

    _name = "ar.kpi.piece"
    _inherit = ["ar.guard.mixin"]
    _description = "Amount Kept for Key Figures"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(
        required=True, readonly=True, help="On which it was settled, or billed: kept as a whole."
    )
    whole = fields.Boolean(
        string="All Customers", readonly=True, help="The sum of all customers, told once more."
    )
    # As the journal item has it: who the customer is, is asked when it is read.
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    date = fields.Date(required=True, readonly=True)
    due = fields.Date(string="Due Date", required=True, readonly=True)
    way = fields.Selection(
        [("money", "Paid"), ("other", "Settled Otherwise"), ("billed", "Billed")],
        string="Paid or Billed",
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        [("bill", "Invoice"), ("refund", "Credit Note"), ("other", "Other")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)

    _day_idx = models.Index("(company_id, whole, day) WHERE way <> 'billed'")
    _billed_idx = models.Index("(company_id, whole, day) WHERE way = 'billed'")
    _due_idx = models.Index("(company_id, due) WHERE way = 'billed' AND NOT whole")

    @api.model
    def _read_days(self, company, first, last):
        """Write what the ledger says of the days."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(company.ids)
        self.env.cr.execute(
            SQL(
                """
                WITH own AS MATERIALIZED (
                    SELECT contact_id, date, due, since AS day, way, kind, SUM(amount) AS amount
                      FROM (%(settled)s) AS item WHERE since <= %(last)s
                     GROUP BY 1, 2, 3, 4, 5, 6
                     UNION ALL
                    SELECT contact_id, date, due, date, 'billed', kind, SUM(amount)
                      FROM (%(billed)s) AS item WHERE date BETWEEN %(first)s AND %(last)s
                     GROUP BY 1, 2, 3, 4, 5, 6)
                INSERT INTO ar_kpi_piece (company_id, whole, partner_id, date, due, day, way, kind,
                                          amount)
                (SELECT %(company)s, FALSE, contact_id, date, due, day, way, kind, amount
                   FROM own ORDER BY way = 'billed', day)
                UNION ALL
                (SELECT %(company)s, TRUE, NULL, date, due, day, way, kind, SUM(amount)
                   FROM own GROUP BY date, due, day, way, kind ORDER BY way = 'billed', day)
                """,
                settled=items._sql_settled_pieces(scope, first - timedelta(days=1)),
                billed=items._sql_billed(scope),
                company=company.id,
                first=first,
                last=last,
            )
        )
