"""Rows that are written in bulk are in the log as those of ``create()`` are."""

from odoo import api, models

from .ar_log import CREATED


class ArRowsMixin(models.AbstractModel):
    _inherit = "ar.rows.mixin"

    @api.model
    def _create_rows(self, rows):
        # EXTENDS 'base'
        if not rows or not self._is_log_begun():
            return super()._create_rows(rows)
        # What is not plain goes through ``create()``, which notes it.
        noted = not self._is_plain(set().union(*rows))
        records = super()._create_rows(rows)
        if not noted:
            records._note_logged(CREATED)
        return records
