"""What the review tells: sections of typed rows, as those of the collection report."""

from odoo import models

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest
from .ar_effect import DAYS, EffectRequest


class ArProcessReview(models.Model):
    _inherit = "ar.process.review"

    def _get_request(self):
        """What key figures and effects are asked for. Who may read the review is told them."""
        self.ensure_one()
        return KpiRequest((self.company_id.id,), (Period(self.date_from, self.date_to),))

    def _get_sections(self):
        """All sections, in their order; see ``ar.kpi._get_sections``."""
        self.ensure_one()
        review, request = self.sudo(), self._get_request()
        return [
            self.env["ar.kpi"].sudo()._get_kpi_section(request),
            review._get_effect_section(request),
            review._get_earlier_section(),
        ]

    def _get_effect_section(self, request):
        """How many notices of each level were paid soon, against the quarter before."""
        effects = self.env["ar.effect"]
        [period] = request.periods
        level = effects._get_dimensions()["level"]
        before = request._replace(periods=(period.get_previous(),))
        now, then = (
            effects._get_rows(EffectRequest(one, "level", level, DAYS)) for one in (request, before)
        )
        earlier = {row["key"]: row for row in then}
        rows = [
            {
                "name": row["name"],
                "notices": row["notices"],
                "share": _percent(row["share"]),
                "interval": effects._say_interval(row["low"], row["high"]),
                "previous": _percent(earlier.get(row["key"], {}).get("share")),
                "amount": _percent(row["amount_share"]),
                "running": row["running"],
            }
            for row in now
        ]
        return {
            "title": self.env._("Effect of the steps"),
            "columns": {
                "name": (self.env._("Level"), "text"),
                "notices": (self.env._("Notices"), "number"),
                "share": (self.env._("Paid"), "percent"),
                "interval": (self.env._("Interval of 95 %"), "text"),
                "previous": (self.env._("Quarter before"), "percent"),
                "amount": (self.env._("Of the amount"), "percent"),
                "running": (self.env._("Running"), "number"),
            },
            "rows": rows,
            "note": self.env._(
                "Paid: notices all of whose items were settled by money within %s days.", DAYS
            ),
        }

    def _get_earlier_section(self):
        """What was decided in the quarter before, and what it brought."""
        measures = self.previous_id.measure_ids
        return {
            "title": self.env._("Measures of the quarter before, and their effect"),
            "columns": {
                "name": (self.env._("Measure"), "text"),
                "user": (self.env._("Owner"), "text"),
                "state": (self.env._("Status"), "text"),
                "outcome": (self.env._("What came of it"), "text"),
                "kpi": (self.env._("Key figure"), "text"),
                "then": (self.env._("Then"), "text"),
                "after": (self.env._("Since"), "text"),
                "effect": (self.env._("Effect"), "text"),
            },
            "rows": [measure._prepare_section_row() for measure in measures],
            "note": "",
        }


def _percent(share):
    return None if share is None else 100.0 * share
