"""What the weeks of a kept forecast are made of."""

import csv
import io

from odoo import api, fields, models
from odoo.tools import SQL

from ...base.floats import Floats
from .ar_forecast_kept import KEPT_WEEKS

COLUMNS = (
    "kept_id",
    "company_id",
    "partner",
    "res_model",
    "res_id",
    "item",
    "name",
    "due",
    "residual",
    "amount",
    "chances",
)
# Ten digits are true to the cent up to ten million.
CHANCES = "{" + ",".join(["%.10g"] * KEPT_WEEKS) + "}"


class ArForecastPart(models.Model):
    """An open item, or something agreed, with its chances of payment in each of 26 weeks.

    Rows come and go by the hundred thousand: customers, documents and items are ids that no
    foreign key asks about, and what is gone by now has no name.
    """

    _name = "ar.forecast.part"
    _inherit = ["ar.guard.mixin"]
    _description = "Part of a Kept Forecast"
    _log_access = False

    kept_id = fields.Many2one(
        "ar.forecast.kept", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    partner = fields.Integer(string="Id of the Customer", readonly=True)
    res_model = fields.Char(string="Model", readonly=True, help="What a click opens.")
    res_id = fields.Integer(string="Id of the Record", readonly=True)
    item = fields.Integer(
        string="Id of the Open Item", readonly=True, help="Empty: agreed, as a whole."
    )
    name = fields.Char(string="Number", readonly=True)
    due = fields.Date(readonly=True, help="The due or the agreed day.")
    residual = fields.Float(
        string="Open", readonly=True, help="What is open of it and not agreed otherwise."
    )
    amount = fields.Float(readonly=True, help="Of that, what no credit covers.")
    chances = Floats(readonly=True, help="Of payment, by week.")

    @api.model
    def _replace(self, kept, day, told):
        """Keep the parts of what was told on a day in place of those before, as superuser."""
        sudo = self.sudo()
        self.env.cr.execute(SQL("DELETE FROM ar_forecast_part WHERE kept_id = %s", kept.id))
        file = io.StringIO()
        rows = csv.writer(file)
        for values in sudo._list_values(day, told):
            rows.writerow((kept.id, *values))
        file.seek(0)
        # One statement for all of them: its columns are constants of this module.
        columns = ", ".join(COLUMNS)
        self.env.cr.copy_expert(f"COPY ar_forecast_part ({columns}) FROM STDIN (FORMAT csv)", file)
        sudo.invalidate_model(flush=False)

    def _list_values(self, day, told):
        """The values of the parts, in the order of ``COLUMNS``, without ``kept_id``."""
        for place, item, chances in told.parts:
            row = told.items[place]
            yield (
                row["company_id"],
                row["partner_id"],
                "account.move",
                row["move_id"],
                row["id"],
                row["name"],
                item.due,
                row["residual"],
                item.amount,
                CHANCES % tuple(chances),
            )
        for agreed in told.agreed:
            week = (agreed.date - day).days // 7
            if week < KEPT_WEEKS:
                record = agreed.document
                yield (
                    record.company_id.id,
                    record.partner_id.id,
                    record._name,
                    record.id,
                    None,
                    None,
                    agreed.date,
                    agreed.amount,
                    agreed.amount,
                    CHANCES % tuple(float(number == week) for number in range(KEPT_WEEKS)),
                )

    # -- a week of it ------------------------------------------------------------------

    @api.model
    def _read_week(self, kept, week, most, agreed=False):
        """The largest parts of a week, and how many there are.

        :param week: its number, from 0
        :param agreed: what was agreed alone
        :param most: so many rows at most
        :return: (rows as of ``ar.forecast._prepare_part``, number of all parts)
        """
        chance = self._sql_chance(week)
        some = SQL("item IS NULL") if agreed else SQL("TRUE")
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT res_model AS model, res_id AS id, item AS item_id, company_id,
                       partner AS partner_id, name, due, residual, %(chance)s AS chance,
                       amount * %(chance)s AS expected
                  FROM ar_forecast_part
                 WHERE kept_id = %(kept)s AND %(chance)s > 0 AND %(some)s
              ORDER BY amount * %(chance)s DESC, due, res_id
                 LIMIT %(most)s
                """,
                chance=chance,
                some=some,
                kept=kept.id,
                most=most,
            )
        )
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM ar_forecast_part WHERE kept_id = %s AND %s > 0 AND %s",
                kept.id,
                chance,
                some,
            )
        )
        return rows, count

    @api.model
    def _read_expected(self, kept, weeks):
        """{(partner id, company id): what is expected within so many weeks}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner, company_id,
                       SUM(amount * (SELECT SUM(chance)
                                       FROM UNNEST(chances[1:%(weeks)s]) AS chance))
                  FROM ar_forecast_part
                 WHERE kept_id = %(kept)s
                 GROUP BY partner, company_id
                """,
                weeks=weeks,
                kept=kept.id,
            )
        )
        return {(partner or None, company): float(amount) for partner, company, amount in rows}

    @api.model
    def _sql_items(self, kept, week, least):
        """The query of the open items that are paid in a week with a chance of ``least``."""
        return SQL(
            """(SELECT item FROM ar_forecast_part
                 WHERE kept_id = %s AND item IS NOT NULL AND %s >= %s)""",
            kept.id,
            self._sql_chance(week),
            least,
        )

    @api.model
    def _sql_chance(self, week):
        # PostgreSQL counts from 1.
        return SQL("chances[%s]", week + 1)
