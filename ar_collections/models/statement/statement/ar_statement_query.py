"""What statements say is kept for thousands at a time."""

from odoo import api, models
from odoo.tools import SQL


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
            company = self.env.company.sudo()
            return [company._ar_number("ar.statement") or "/" for _number in range(count)]
        prefix, suffix = sequence._get_prefix_suffix(date=str(self.env.company._ar_today()))
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
                own = {
                    "statement_id": statement.id,
                    "company_id": company_id,
                    "currency_id": values["currency_id"],
                }
                lines.append([{**line, **own} for line in own_lines])
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
        balances = self.env["ar.statement.balance"].sudo()._create_rows(balances)
        for balance, own_lines in zip(balances, lines, strict=True):
            for line in own_lines:
                line["balance_id"] = balance.id
        self.env["ar.statement.line"].sudo()._create_rows([line for own in lines for line in own])
        self._update_sums(sums)

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
                self._sql_rows(("id", *names), rows),
            )
        )
        self.invalidate_recordset([*names, "balance_ids", "line_ids"], flush=False)
