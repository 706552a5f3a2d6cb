"""What statements say is written for thousands at a time: a statement of SQL for each table."""

import json

from odoo import api, models
from odoo.tools import SQL, json_default


class ArStatement(models.Model):
    _inherit = "ar.statement"

    @api.model
    def _take_numbers(self, count):
        """The next numbers of statements, in one go; empty sequences give "/"."""
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(
            [("code", "=", "ar.statement"), ("company_id", "in", [self.env.company.id, False])],
            order="company_id",
            limit=1,
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequences.next_by_code("ar.statement") or "/" for _number in range(count)]
        prefix, suffix = sequence._get_prefix_suffix()
        numbers = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in numbers]

    @api.model
    def _map_debtors(self, vals_list):
        """{partner id as given: id of the commercial entity}, read together."""
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        partners = self.env["res.partner"].browse(ids)
        return {partner.id: partner.commercial_partner_id.id for partner in partners}

    def _store(self, stated):
        """Keep balances and lines of statements, and their sums over all currencies.

        :param stated: [(statement, [(values of a balance, [values of its lines])])]
        """
        balances, lines, sums = [], [], []
        for statement, parts in stated:
            currency, company_id = statement.company_currency_id, statement.company_id.id
            for values, own_lines in parts:
                balances.append({**values, "company_id": company_id})
                # Sums of rounded amounts: there is only a float's noise to take off.
                digits = self.env["res.currency"].browse(values["currency_id"]).decimal_places
                own = {
                    "statement_id": statement.id,
                    "company_id": company_id,
                    "currency_id": values["currency_id"],
                }
                lines.append([{**self._tidy(line, digits), **own} for line in own_lines])
            sums.append(
                {
                    "id": statement.id,
                    **{
                        f"{name}_balance": currency.round(
                            sum(values[f"{name}_balance_company"] for values, _lines in parts)
                        )
                        for name in ("opening", "closing")
                    },
                }
            )
        for id_, own_lines in zip(
            self._insert_rows("ar.statement.balance", balances), lines, strict=True
        ):
            for line in own_lines:
                line["balance_id"] = id_
        self._insert_rows("ar.statement.line", [line for own in lines for line in own])
        self._update_sums(sums)

    @staticmethod
    def _tidy(line, digits):
        return {
            name: round(value, digits) if isinstance(value, float) else value
            for name, value in line.items()
        }

    @api.model
    def _insert_rows(self, model_name, rows):
        """Insert rows; nobody is told, so all that the table stores must be in them.

        :return: their ids, in the same order
        """
        if not rows:
            return []
        model = self.env[model_name]
        ids = self.env.execute_query(
            SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                model._table,
                len(rows),
            )
        )
        stamp = {"uid": self.env.uid, "date": self.env.cr.now()}
        said = {
            "create_uid": stamp["uid"],
            "create_date": stamp["date"],
            "write_uid": stamp["uid"],
            "write_date": stamp["date"],
        }
        rows = [{"id": id_, **row, **said} for (id_,), row in zip(ids, rows, strict=True)]
        names = sorted(set().union(*rows))
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s",
                SQL.identifier(model._table),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(map(SQL.identifier, names)),
                self._sql_rows(model, names, rows),
            )
        )
        model.invalidate_model(flush=False)
        return [id_ for (id_,) in ids]

    @api.model
    def _update_sums(self, rows):
        """Write the balances over all currencies on the statements."""
        names = ("opening_balance", "closing_balance")
        self.flush_recordset(names)
        self.env.cr.execute(
            SQL(
                """
                UPDATE ar_statement
                   SET opening_balance = row.opening_balance,
                       closing_balance = row.closing_balance
                  FROM %s
                 WHERE ar_statement.id = row.id
                """,
                self._sql_rows(self, ("id", *names), rows),
            )
        )
        self.invalidate_recordset([*names, "balance_ids", "line_ids"], flush=False)

    @api.model
    def _sql_rows(self, model, names, rows):
        """Rows of values as a source for FROM, named ``row``."""
        text = json.dumps(
            [{name: None if v is False else v for name, v in row.items()} for row in rows],
            default=json_default,
        )
        return SQL(
            "json_to_recordset(%s) AS row (%s)",
            text,
            SQL(", ").join(
                # The types of our own columns.
                SQL("%s %s", SQL.identifier(name), SQL(model._fields[name].column_type[0]))
                for name in names
            ),
        )
