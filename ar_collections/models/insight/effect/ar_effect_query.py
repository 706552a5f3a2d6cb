"""What was asked for, and what was paid of notices, read in one query for all groups."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....tools.insight.effect import NEARLY_ALL
from ...base import arguments
from .ar_effect import DAYS, MOST_DAYS, EffectRequest


class Told(NamedTuple):
    """The notices of a group; what is running is in no other number."""

    notices: int = 0
    paid: int = 0
    items: int = 0
    items_paid: int = 0
    asked: float = 0.0
    came_in: float = 0.0
    running: int = 0


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    def _prepare_request(self, date_from, date_to, company_ids=None, by="level", days=DAYS):
        """The request, checked."""
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        dimensions = self._get_dimensions()
        if not isinstance(by, str) or by not in dimensions:
            raise UserError(
                self.env._(
                    "Effects are not told by “%(by)s”. Choose one of %(choices)s.",
                    by=arguments.quote(by),
                    choices=", ".join(dimensions),
                )
            )
        number = arguments.to_number(self.env, days, int)
        if not 1 <= number <= MOST_DAYS:
            raise UserError(
                self.env._(
                    "A notice cannot be looked at for %(days)s days. Choose 1 to %(most)s.",
                    days=number,
                    most=MOST_DAYS,
                )
            )
        return EffectRequest(base, by, dimensions[by], number)

    # -- SQL ---------------------------------------------------------------------------

    def _sql_told(self, request, more=None):
        """SELECT id, key, is_over, items, items_paid, asked, came_in of each notice that was sent
        in the period.

        :param more: a condition on ``item``
        """
        return SQL(
            """
            SELECT item.id, %(key)s AS key, item.date + %(days)s < own.today AS is_over,
                   told.items, told.items_paid, told.asked, told.came_in
              FROM (SELECT one.notice_id, COUNT(*) AS items,
                           COUNT(*) FILTER (WHERE one.paid >= one.asked * %(nearly)s) AS items_paid,
                           SUM(one.asked)::float8 AS asked,
                           SUM(one.paid)::float8 AS came_in
                      FROM (%(yields)s) AS one
                     GROUP BY one.notice_id) AS told
              JOIN ar_dunning_notice item ON item.id = told.notice_id
              JOIN (VALUES %(own)s) AS own (company_id, today, zone)
                ON own.company_id = item.company_id
              %(join)s
             WHERE %(more)s
            """,
            more=more or SQL("TRUE"),
            key=request.dimension.key,
            join=request.dimension.join,
            days=request.days,
            nearly=NEARLY_ALL,
            yields=self.env["ar.kpi"]._sql_yield(request.base, request.days, request.profile_id),
            own=self._sql_own(request.company_ids),
        )

    @api.model
    def _sql_own(self, company_ids):
        """Rows (company, its today, its time zone)."""
        return SQL(", ").join(
            SQL("(%s, %s::date, %s)", one.id, one._ar_today(), str(one._ar_zone()))
            for one in self.env["res.company"].sudo().browse(company_ids)
        )

    def _read_effects(self, request, more=None):
        """{key: ``Told``}; no key is False.

        :param more: a condition on ``item``, a row of ``ar_dunning_notice``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT key, COUNT(*) FILTER (WHERE is_over),
                       COUNT(*) FILTER (WHERE is_over AND items_paid = items),
                       COALESCE(SUM(items) FILTER (WHERE is_over), 0)::int,
                       COALESCE(SUM(items_paid) FILTER (WHERE is_over), 0)::int,
                       COALESCE(SUM(asked) FILTER (WHERE is_over), 0),
                       COALESCE(SUM(came_in) FILTER (WHERE is_over), 0),
                       COUNT(*) FILTER (WHERE NOT is_over)
                  FROM (%(told)s) AS told
                 GROUP BY key
                """,
                told=self._sql_told(request, more),
            )
        )
        return {key or False: Told(*values) for key, *values in rows}

    def _find_notices(self, request, key, what):
        """The query of the notices behind a figure of a group.

        :param key: None: of all groups
        """
        conditions = {
            "notices": SQL("is_over"),
            "paid": SQL("is_over AND items_paid = items"),
            "unpaid": SQL("is_over AND items_paid < items"),
            "running": SQL("NOT is_over"),
        }
        if key is None:
            mine = SQL("TRUE")
        elif key is False:
            mine = SQL("key IS NULL")
        else:
            mine = SQL("key::text = %s", str(key))
        return SQL(
            "(SELECT id FROM (%s) AS told WHERE %s AND %s)",
            self._sql_told(request),
            conditions[what],
            mine,
        )

    def _find_items(self, request, key, what):
        """The query of the reminded items behind a figure of a group, see ``_find_notices``."""
        conditions = {
            "items_paid": SQL("one.paid >= one.asked * %s", NEARLY_ALL),
            "came_in": SQL("one.paid > 0"),
        }
        return SQL(
            "(SELECT one.notice_line_id FROM (%s) AS one WHERE one.notice_id IN %s AND %s)",
            self.env["ar.kpi"]._sql_yield(request.base, request.days, request.profile_id),
            self._find_notices(request, key, "notices"),
            conditions.get(what, SQL("TRUE")),
        )
