"""Numbers in one column that SQL picks from and adds up."""

from odoo import fields


class Floats(fields.Json):
    """A list of floats, as an array of PostgreSQL; for Odoo a field like JSON."""

    _column_type = ("_float8", "float8[]")

    def convert_to_column(self, value, record, values=None, validate=True):
        return [float(number) for number in value] if value else None
