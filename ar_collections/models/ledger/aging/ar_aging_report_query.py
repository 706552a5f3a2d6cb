"""The SQL of the aging, over the reader of open items."""

from odoo import models
from odoo.tools import SQL

from ....tools.ledger.aging import bucket_starts
from ....tools.ledger.aging_rows import Leaf


class ArAgingReport(models.AbstractModel):
    """The report's SQL: groups and buckets over the reader's open items, in one query."""

    _inherit = "ar.aging.report"

    def _read_leaves(self, query, scope):
        """What is owed on the day of ``scope`` in groups as small as the report needs them.

        :return: (leaves to show, leaves that the request hides)
        """
        if self.env["ar.open.item"]._is_empty(scope):
            return [], []
        home = self._get_home(query)
        shown, hidden = [], []
        for is_shown, company, currency, *values in self.env.execute_query(
            self._sql_leaves(query, scope)
        ):
            leaf = Leaf(home[company], currency or home[company], *values)
            (shown if is_shown else hidden).append(leaf)
        return shown, hidden

    def _get_home(self, query):
        """{company id: id of its currency}."""
        companies = self.env["res.company"].sudo().browse(query.company_ids)
        return {company.id: company.currency_id.id for company in companies}

    def _prepare_scope(self, query, day):
        return self.env["ar.open.item"]._prepare_scope(
            query.company_ids, query.partner_ids, as_of=day
        )

    def _sql_leaves(self, query, scope):
        """One row per group: is it shown, the company, the currency if not the company's,
        then what else a ``Leaf`` has."""
        # Exact sums, told as floats here: the driver would convert decimals one by one.
        buckets = SQL(", ").join(
            SQL("COALESCE(SUM(amount) FILTER (WHERE bucket = %s), 0)", index)
            for index in range(len(query.limits) + 2)
        )
        return SQL(
            """
            SELECT shown, company_id, currency_id, key, then_key,
                   SUM(residual)::float8, SUM(amount)::float8,
                   COALESCE(SUM(amount) FILTER (WHERE bucket IS NULL), 0)::float8,
                   ARRAY[%(buckets)s]::float8[],
                   COUNT(*)
              FROM (%(parts)s) AS part
             GROUP BY shown, company_id, currency_id, key, then_key
            """,
            buckets=buckets,
            parts=self._sql_parts(query, scope),
        )

    def _sql_parts(self, query, scope, extra=None, join=None):
        """The open items with what the report says of each. ``bucket`` is empty for
        credits that stand apart.

        :param extra: more columns, from ``item`` and ``join``
        """
        dimensions = self._get_dimensions()
        used = dict.fromkeys((query.group_by, query.then_by, *query.filters))
        document = query.currency == "document"
        return SQL(
            """
            SELECT %(shown)s AS shown, item.company_id, %(currency)s AS currency_id,
                   %(key)s AS key, %(then_key)s AS then_key,
                   item.residual, %(amount)s AS amount, %(bucket)s AS bucket
                   %(extra)s
              FROM %(source)s AS item
              %(joins)s
              %(join)s
            """,
            shown=self._sql_shown(query, scope),
            # Only what the index of open items holds: the company tells its currency.
            currency=SQL("item.currency_id") if document else SQL("NULL::int"),
            key=dimensions[query.group_by].key,
            then_key=dimensions[query.then_by].key if query.then_by else SQL("NULL::int"),
            amount=SQL("item.residual_currency") if document else SQL("item.residual"),
            bucket=self._sql_bucket(query, scope),
            source=self.env["ar.open.item"]._sql_source(scope),
            joins=SQL(" ").join(dimensions[name].join for name in used if name),
            extra=extra or SQL(),
            join=join or SQL(),
        )

    def _sql_bucket(self, query, scope):
        bucket = SQL(
            "WIDTH_BUCKET(%s::date - %s, %s::int[])",
            scope.as_of,
            self._sql_basis(query),
            bucket_starts(query.limits),
        )
        if query.credits != "apart":
            return bucket
        return SQL("CASE WHEN NOT %s THEN %s END", self._sql_is_credit(), bucket)

    def _sql_basis(self, query):
        """The day that an item's age counts from."""
        if query.basis == "invoice":
            return SQL("COALESCE(item.invoice_date, item.date)")
        return SQL("item.date_due")

    def _sql_is_credit(self):
        return SQL("(item.residual < 0 OR (item.residual = 0 AND item.residual_currency < 0))")

    def _sql_shown(self, query, scope):
        """Which items the request shows; the others only count for the tie-out."""
        conditions = [SQL("TRUE")]
        if query.only_overdue:
            conditions.append(SQL("item.date_due < %s", scope.as_of))
        if query.hide_credits:
            conditions.append(SQL("NOT %s", self._sql_is_credit()))
        for name, keys in query.filters.items():
            conditions.append(self._sql_filter(name, keys))
        return SQL("(%s)", SQL(" AND ").join(conditions))

    def _sql_filter(self, name, keys):
        """Whether an item has one of ``keys``; False among them stands for none.

        A tag given as a number fits every customer who has it, a combination ("3,7") only
        customers with just these.
        """
        key = self._get_dimensions()[name].key
        present = [value for value in keys if value]
        conditions = [SQL("FALSE")]
        if len(present) < len(keys):
            conditions.append(SQL("%s IS NULL", key))
        if name == "tag":
            tags = [str(value) for value in present if isinstance(value, int)]
            present = [value for value in present if isinstance(value, str)]
            conditions.append(
                SQL("COALESCE(STRING_TO_ARRAY(%s, ',') && %s::text[], FALSE)", key, tags)
            )
        if present:
            conditions.append(SQL("COALESCE(%s IN %s, FALSE)", key, tuple(present)))
        return SQL("(%s)", SQL(" OR ").join(conditions))
