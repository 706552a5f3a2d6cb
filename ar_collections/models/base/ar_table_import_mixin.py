"""The dialog that takes a table of somebody's, whole or not at all."""

import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

# Problems that are named, and signs that are shown of a cell.
MOST_SHOWN = 20
MOST_SIGNS = 60


class ArTableImportMixin(models.AbstractModel):
    """A wizard with a CSV or XLSX file, which says by row and column what is wrong with it."""

    _name = "ar.table.import.mixin"
    _description = "Import of a Table"

    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    def _get_file_name(self):
        return self.filename or self.env._("The file")

    def _get_content(self):
        """The bytes of the file; nothing where they are not what a browser sends."""
        raw = self.with_context(bin_size=False).file or b""
        try:
            return base64.b64decode(raw)
        except (binascii.Error, ValueError):
            return b""

    def _refuse(self, errors):
        """:raise UserError: with the sentences, or the first of them"""
        shown = errors[:MOST_SHOWN]
        if len(errors) > MOST_SHOWN:
            shown.append(self.env._("… and %s more.", len(errors) - MOST_SHOWN))
        first = self.env._("Nothing was imported. Correct the file and import it again:")
        raise UserError("\n".join([first, *shown]))

    def _locate(self, row, column, words):
        """The sentence of what is wrong in a cell."""
        return self.env._(
            "Row %(row)s, column %(column)s: %(words)s", row=row, column=column, words=words
        )
