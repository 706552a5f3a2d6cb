"""Proceedings stop the limitation of their items, or begin it anew, as the law says."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.resolution.limitation import Event


class ArLimitationEvent(models.Model):
    _inherit = "ar.limitation.event"

    @api.model
    def _get_sources(self):
        # EXTENDS the room limitation
        return [*super()._get_sources(), "case"]

    def _read_case(self, asked):
        """Stages of cases that count as a suit, from their day until the next that does not, or
        until the case was closed."""
        handed_over = Domain("date_handed_over", "!=", False)
        handed_over &= Domain("move_line_ids", "in", asked.ids)
        for case in self._find_asked("ar.case", asked, handed_over):
            for event in self._list_proceedings(case):
                for item_id in asked.rows.keys() & set(case.move_line_ids.ids):
                    yield item_id, event

    def _list_proceedings(self, case):
        """The stretches of one case in which something was pending; list of ``Event``."""
        events, pending = [], None
        steps = case.step_ids.sorted(lambda step: (step.date, step.id))
        for step in steps:
            counts = step.limitation in ("stops", "restarts")
            if counts and not pending:
                pending = step
            elif not counts and pending:
                events.append(self._get_proceeding(case, pending, step.date))
                pending = None
        if pending:
            events.append(self._get_proceeding(case, pending, case.date_closed or None))
        return events

    def _get_proceeding(self, case, step, until):
        words = (case.name or "", step.stage_name or "")
        return Event("suit", step.date, until=until, ref=(case._name, case.id), words=words)

    def _describe_case(self, event):
        number, stage = event.words
        return self.env._(
            "%(stage)s of %(day)s (%(number)s)",
            stage=stage,
            day=format_date(self.env, event.day),
            number=number,
        )
