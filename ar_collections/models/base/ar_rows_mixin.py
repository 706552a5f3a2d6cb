"""Rows that are written by the ten thousand: a statement of SQL for all of them."""

import json

from odoo import api, models
from odoo.tools import SQL, json_default

# Whose create() may be passed by: Odoo's own, and ours, which only guards what people write.
KNOWN = ("odoo.orm.", "odoo.models", "odoo.addons.ar_collections.")
SAID = ("create_uid", "create_date", "write_uid", "write_date")


class ArRowsMixin(models.AbstractModel):
    """For what a run decides and what papers say: plain rows, each complete when it is made."""

    _name = "ar.rows.mixin"
    _description = "Rows Written in Bulk"

    @api.model
    def _create_rows(self, rows):
        """Create a record for each row: by one statement, or by ``create()`` if an add-on does
        something of its own when such a record is made. Access rights are checked; record rules
        are those of what the rows belong to, which the caller has checked.

        :param rows: list of {column: value} as for ``create()``, with ``company_id`` and
            ``currency_id``, without one2many and many2many; what a row leaves out is empty
        :return: the records, in the order of the rows
        """
        self.check_access("create")
        if not rows:
            return self.browse()
        names = set().union(*rows)
        if not self._is_plain(names):
            return self.create(rows)
        self._round_amounts(names, rows)
        ids = [
            id_
            for (id_,) in self.env.execute_query(
                SQL(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    self._table,
                    len(rows),
                )
            )
        ]
        said = dict(zip(SAID, [self.env.uid, str(self.env.cr.now())] * 2, strict=True))
        rows = [{**row, **said, "id": id_} for id_, row in zip(ids, rows, strict=True)]
        names = sorted({*names, *SAID, "id"})
        columns = SQL(", ").join(map(SQL.identifier, names))
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s",
                SQL.identifier(self._table),
                columns,
                columns,
                self._sql_rows(names, rows),
            )
        )
        records = self.browse(ids)
        # Stored related columns are in the rows: they need not be computed again.
        given = [field for name in names if (field := self._fields[name]).compute]
        with self.env.protecting(given, records):
            records.modified(names, create=True)
        for name in names:
            # What these belong to may have been asked for its lines before they were there.
            for inverse in self.pool.field_inverses[self._fields[name]]:
                self.env[inverse.model_name].invalidate_model([inverse.name], flush=False)
        return records

    @api.model
    def _count_anew(self):
        """Let PostgreSQL see how many rows there are now, before others refer to them by the
        thousand.

        It plans the check of a foreign key once for each connection. Planned when the table
        was small, the check reads the table from end to end, for each row that refers to it.
        """
        self.env.cr.execute(SQL("ANALYZE (SKIP_LOCKED) %s", SQL.identifier(self._table)))

    @api.model
    def _is_plain(self, names):
        """Whether ``create()`` would do no more with these columns than insert them."""
        makers = [
            vars(klass)[method].__module__
            for klass in type(self).__mro__
            for method in ("create", "_create", "default_get")
            if method in vars(klass)
        ]
        if self._constraint_methods or not all(name.startswith(KNOWN) for name in makers):
            return False
        rest = [name for name in self._fields if name not in names and name not in SAID]
        computed = (self._fields[name].store and self._fields[name].compute for name in rest)
        return not any(computed) and not self.default_get(rest)

    @api.model
    def _round_amounts(self, names, rows):
        """Round what is money, in place, as ``create()`` does."""
        money = {
            name: self._fields[self._fields[name].get_currency_field(self)]
            for name in names
            if self._fields[name].type == "monetary"
        }
        currencies = {
            currency.id: currency
            for currency in self.env["res.currency"].browse(
                {row["currency_id"] for row in rows} - {None, False}
            )
        }
        homes = {
            company.id: company.currency_id
            for company in self.env["res.company"].sudo().browse({r["company_id"] for r in rows})
        }
        for row in rows:
            for name, currency_field in money.items():
                own = currency_field.name in row
                currency = (
                    currencies.get(row[currency_field.name]) if own else homes[row["company_id"]]
                )
                if currency and row.get(name):
                    row[name] = currency.round(row[name])

    @api.model
    def _sql_rows(self, names, rows):
        """Rows of values as a source for FROM, named ``row``, with the types of our columns."""
        types = {name: self._fields[name].column_type[0] for name in names}
        text = json.dumps(
            [
                {
                    name: None if value is False and types[name] != "bool" else value
                    for name, value in row.items()
                }
                for row in rows
            ],
            default=json_default,
        )
        return SQL(
            "json_to_recordset(%s) AS row (%s)",
            text,
            SQL(", ").join(SQL("%s %s", SQL.identifier(name), SQL(types[name])) for name in names),
        )
