"""What the tasks about a notice need of it: the day, the script, what is open now."""

from odoo import models


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _get_task_day(self):
        # EXTENDS the message
        return self.date

    def _get_script(self, name):
        # EXTENDS the message: the level's; who goes there says what is said on the phone where
        # the level has no words for visits.
        level = self.level_id
        script = level._render_text(name, self)[self.id]
        return script or level._render_text("call_script", self)[self.id]

    def _on_wrong_contact(self, reason):
        # EXTENDS the message
        self[:1]._make_delivery_task(reason)

    def _map_left(self):
        # EXTENDS the message
        items = self.line_ids.filtered(lambda line: line.kind == "item" and line.move_line_id)
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=items.move_line_id.ids, include_future=True
        )
        live = {row["id"]: row["residual_currency"] for row in rows}
        return {
            notice.id: sum(live.get(line.move_line_id.id, 0.0) for line in notice.line_ids & items)
            for notice in self
        }
