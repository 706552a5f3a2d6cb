"""What came in after a reminder, item by item."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...base import arguments
from .ar_kpi_steps import YIELD_DAYS


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    partner_id = fields.Many2one(related="notice_id.partner_id", string="Customer")
    came_in = fields.Monetary(
        compute="_compute_came_in",
        currency_field="company_currency_id",
        help="Money that settled the item within the days that the figure asks for after the "
        "notice, the day of the notice among them, up to what was asked.",
    )

    @api.depends("amount_company", "move_line_id.amount_residual", "notice_id.date")
    @api.depends_context("figure_days")
    def _compute_came_in(self):
        days = arguments.to_number(self.env, self.env.context.get("figure_days", YIELD_DAYS), int)
        found = self._origin._read_came_in(days) if self._origin else {}
        for line in self:
            line.came_in = found.get(line._origin.id, 0.0)

    def _read_came_in(self, days):
        """{id: what came in within so many days}, in one query."""
        self.flush_recordset()
        self.notice_id.flush_recordset(["date"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT line.id, LEAST(SUM(money.amount), line.amount_company)::float8
                      FROM ar_dunning_notice_line line
                      JOIN ar_dunning_notice notice ON notice.id = line.notice_id
                      JOIN LATERAL (
                            SELECT own.amount
                              FROM (%(money)s) AS own
                             WHERE own.line_id = line.move_line_id
                               AND own.day BETWEEN notice.date AND notice.date + %(days)s
                           ) AS money ON TRUE
                     WHERE line.id = ANY(%(ids)s)
                     GROUP BY line.id
                    """,
                    money=self.env["ar.open.item"]._sql_money(),
                    days=days,
                    ids=self.ids,
                )
            )
        )
