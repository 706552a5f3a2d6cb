"""What the weeks of a kept forecast are made of."""

import csv
import io
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ....tools.insight import agreed as tools
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
    "day",
    "day_low",
    "day_high",
    "late",
    "why",
)
# Ten digits are true to the cent up to ten million.
CHANCES = "{" + ",".join(["%.10g"] * KEPT_WEEKS) + "}"


class ArForecastPart(models.Model):
    """An open item, or something agreed, with its chances of payment in each of 26 weeks, and of
    an item when it is expected: both of the same days, so that list, account and week say one
    thing. Items that no money is expected of (agreed in full, covered by credits) are kept for
    their days alone, and have no chances; what is stuck is not kept.

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
        string="Id of the Open Item",
        readonly=True,
        index="btree_not_null",
        help="Empty: agreed, as a whole.",
    )
    name = fields.Char(string="Number", readonly=True)
    due = fields.Date(readonly=True, help="The due or the agreed day.")
    residual = fields.Float(
        string="Open", readonly=True, help="What is open of it and not agreed otherwise."
    )
    amount = fields.Float(readonly=True, help="Of that, what no credit covers.")
    chances = Floats(readonly=True, help="Of payment, by week.")
    day = fields.Date(string="Expected On", readonly=True, help="As of the open item.")
    day_low = fields.Date(string="Expected From", readonly=True)
    day_high = fields.Date(string="Expected Until", readonly=True)
    late = fields.Float(string="Chance to Be Late", readonly=True, aggregator=None)
    why = fields.Json(
        string="Why Expected Then",
        readonly=True,
        help="Pairs of name and days. Empty: kept before items were told, or something agreed.",
    )

    @api.model
    def _replace(self, kept, known, told):
        """Keep the parts of what was told in place of those before, as superuser.

        :param known, told: ``Known`` and ``Outlook`` of ``ar.forecast``
        """
        sudo = self.sudo()
        self.env.cr.execute(SQL("DELETE FROM ar_forecast_part WHERE kept_id = %s", kept.id))
        file = io.StringIO()
        rows = csv.writer(file)
        for values in sudo._list_values(known, told):
            rows.writerow((kept.id, *values))
        file.seek(0)
        # One statement for all of them: its columns are constants of this module.
        columns = ", ".join(COLUMNS)
        self.env.cr.copy_expert(f"COPY ar_forecast_part ({columns}) FROM STDIN (FORMAT csv)", file)
        sudo.invalidate_model(flush=False)

    def _list_values(self, known, told):
        """The values of the parts, in the order of ``COLUMNS``, without ``kept_id``."""
        rows = {told.items[part.place]["id"]: part for part in told.parts}
        days = self.env["ar.forecast"]._tell_rows(known, rows)
        for part in told.parts:
            row = told.items[part.place]
            yield (
                *self._list_of_row(row, row["name"], row["residual"], part.item.amount),
                CHANCES % tuple(part.chances),
                *self._list_days(days.get(row["id"])),
            )
        for row in known.rows:
            own = days.get(row["id"])
            if own and own.expected and row["id"] not in rows:
                yield (*self._list_of_row(row, None, 0.0, 0.0), None, *self._list_days(own))
        yield from self._list_agreed(known.day, told.agreed)

    def _list_of_row(self, row, name, residual, amount):
        of = (row["company_id"], row["partner_id"], "account.move", row["move_id"], row["id"])
        return *of, name, row["open"].due, residual, amount

    def _list_days(self, told):
        if not told:
            return (None,) * 5
        return told.expected, told.low, told.high, told.late, json.dumps(tools.to_keep(told))

    def _list_agreed(self, day, every):
        for agreed in every:
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
                    *self._list_days(None),
                )

    # -- an item of it -----------------------------------------------------------------

    @api.model
    def _read_told(self, kept, item_ids):
        """{open item id: (due date, ``Told``)} of those that a kept forecast tells of."""
        if not kept or not item_ids:
            return {}
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT item, due, day, day_low, day_high, late, why
                  FROM ar_forecast_part
                 WHERE kept_id = %s AND item = ANY(%s)
                """,
                kept.id,
                item_ids,
            )
        )
        return {row["item"]: (row["due"], self._to_told(row)) for row in rows}

    @api.model
    def _to_told(self, row):
        """The ``Told`` of a row, whose columns are taken out; None if it is not kept."""
        days = [row.pop(name) for name in ("day", "day_low", "day_high", "late", "why")]
        return tools.Told(*days) if days[0] else None

    # -- a week of it ------------------------------------------------------------------

    @api.model
    def _read_week(self, kept, week, most, agreed=False):
        """The largest parts of a week, and how many there are.

        :param week: its number, from 0
        :param agreed: what was agreed alone
        :param most: so many rows at most
        :return: (rows as of ``ar.forecast._prepare_part``, each with its ``Told`` as 'kept', number
            of all parts)
        """
        chance = self._sql_chance(week)
        some = SQL("item IS NULL") if agreed else SQL("TRUE")
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT res_model AS model, res_id AS id, item AS item_id, company_id,
                       partner AS partner_id, name, due, residual, %(chance)s AS chance,
                       amount * %(chance)s AS expected, day, day_low, day_high, late, why
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
        for row in rows:
            row["kept"] = self._to_told(row)
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
                 WHERE kept_id = %(kept)s AND chances IS NOT NULL
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
