"""How far work in the background is, told the same way of all that people wait for."""

from typing import NamedTuple

from odoo import api, fields, models


class Progress(NamedTuple):
    """:param works: something is being done just now, so that a screen looks again"""

    done: int
    total: int
    works: bool


class ArProgressMixin(models.AbstractModel):
    """A record that a job works on. A form shows ``progress`` by the widget ``ar_progress``, which
    looks again every few seconds while ``in_progress``."""

    _name = "ar.progress.mixin"
    _description = "Progress of Work in the Background"

    progress = fields.Float(compute="_compute_progress", help="Percent of the current step.")
    in_progress = fields.Boolean(compute="_compute_progress")

    @api.depends(lambda self: self._get_progress_fields())
    def _compute_progress(self):
        found = self._read_progress()
        for record in self:
            one = found.get(record, Progress(0, 0, False))
            record.progress = 100.0 * one.done / one.total if one.total else 0.0
            record.in_progress = one.works

    @api.model
    def _get_progress_fields(self):
        """Names of the fields that ``_read_progress`` reads."""
        return []

    def _read_progress(self):
        """{record: ``Progress``}; a record without an entry waits for nothing."""
        return {}
