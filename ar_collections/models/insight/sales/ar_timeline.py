"""What sales has heard, in the timeline of the account."""

from odoo import api, models

from ..cockpit.ar_timeline import Entry, Source


class ArTimeline(models.AbstractModel):
    _inherit = "ar.timeline"

    @api.model
    def _get_timeline_sources(self):
        # EXTENDS the cockpit
        hint = Source(self.env._("Heard by sales"), "fa-lightbulb-o", "ar.hint")
        return {**super()._get_timeline_sources(), "hint": hint}

    def _read_hint(self, profile, before, limit):
        found = self._search_before("ar.hint", profile, [], "create_date", before, limit)
        return [
            Entry(
                (hint._name, hint.id),
                hint.create_date,
                hint._get_kind_words(),
                " → ".join(filter(None, (hint._say_all(), hint.answer))),
                hint.user_id.sudo().name,
                own=True,
                tone="warning" if hint.state == "open" else "",
            )
            for hint in found
        ]
