"""Which column of a customer's file is what, kept for the next file."""

from odoo import fields, models

from ....tools.statement import ledger_file

KEYS = tuple(ledger_file.HEADINGS)
NAMES = ("head_row", "date_order", "decimal_sign", "owed_side", *(f"column_{key}" for key in KEYS))


class ArReconciliationColumns(models.AbstractModel):
    """Which column of a customer's file is what, by its heading or its letter."""

    _name = "ar.reconciliation.columns"
    _description = "Columns of a Customer's Ledger"

    head_row = fields.Integer(
        string="Heading Row",
        help="The row with the headings, counted from 1; 0 where there is none.",
    )
    column_number = fields.Char(
        string="Document Number Column",
        help="Heading or letter of the column with our invoice numbers.",
    )
    column_date = fields.Char(string="Document Date Column")
    column_due = fields.Char(string="Due Date Column")
    column_reference = fields.Char(string="Reference Column")
    column_text = fields.Char(string="Text Column")
    column_debit = fields.Char(string="Debit Column")
    column_credit = fields.Char(string="Credit Column")
    column_amount = fields.Char(
        string="Amount Column",
        help="One column with signed amounts, where there is no debit and credit.",
    )
    column_side = fields.Char(
        string="Debit or Credit Column", help="A column with D/C, S/H or 借/贷 beside the amounts."
    )
    column_currency = fields.Char(string="Currency Column")
    date_order = fields.Selection(
        [
            ("auto", "As the column shows"),
            ("dmy", "Day, month, year"),
            ("mdy", "Month, day, year"),
            ("ymd", "Year, month, day"),
        ],
        default="auto",
        required=True,
        help="Matters for dates such as 03/04/2026.",
    )
    decimal_sign = fields.Selection(
        [
            ("auto", "As the column shows"),
            ("point", "Point: 1,234.50"),
            ("comma", "Comma: 1.234,50"),
        ],
        default="auto",
        required=True,
    )
    owed_side = fields.Selection(
        [
            ("auto", "As the documents show"),
            ("credit", "Credit, or positive"),
            ("debit", "Debit, or negative"),
        ],
        string="What the Customer Owes Is",
        default="auto",
        required=True,
        help="In the customer's books we are a supplier, and what is owed stands in credit. Some "
        "send their ledger as we would write it. Found out by the documents that both have.",
    )

    def _get_columns(self):
        """The settings as values, to be copied from a customer's to a file's and back."""
        self.ensure_one()
        return {name: self[name] for name in NAMES}

    def _prepare_columns(self, table, mapping):
        """The values that say a guessed mapping: headings, or letters where there are none."""
        values = {"head_row": mapping.head + 1}
        for key in KEYS:
            values[f"column_{key}"] = False
            place = mapping.columns.get(key)
            if place is not None:
                head = table.rows[mapping.head] if mapping.head >= 0 else []
                heading = str(head[place] or "").strip() if place < len(head) else ""
                values[f"column_{key}"] = heading or ledger_file.column_letter(place)
        return values

    def _make_mapping(self, table):
        """(the pure mapping of a table, names of columns that it does not have)."""
        self.ensure_one()
        head = self.head_row - 1
        columns, unknown = {}, []
        for key in KEYS:
            name = (self[f"column_{key}"] or "").strip()
            if name:
                place = ledger_file.find_column(table, head, name)
                if place is None:
                    unknown.append(name)
                else:
                    columns[key] = place
        mapping = ledger_file.complete_mapping(table, ledger_file.Mapping(columns, head))
        if self.date_order != "auto":
            mapping = mapping._replace(date_order=self.date_order)
        if self.decimal_sign != "auto":
            mapping = mapping._replace(decimal="." if self.decimal_sign == "point" else ",")
        if self.owed_side == "debit":
            mapping = mapping._replace(sign=-1)
        return mapping, unknown
