"""What the review tells: sections of typed rows, as those of the collection report."""

from odoo import models
from odoo.tools.misc import formatLang

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest
from .ar_effect import DAYS, EffectRequest
from .ar_effect_rows import TAG

# Rows of each way to tell who pays late.
MOST_LATE = 8


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
            *review._get_holdout_sections(request),
            review._get_slow_section(request),
            review._get_late_section(request),
            review._get_rating_section(),
            review._get_feedback_section(),
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

    def _get_holdout_sections(self, request):
        """Who was reminded against who was held out, where somebody was."""
        effects, [period] = self.env["ar.effect"], request.periods
        told = effects.get_holdout(*period, list(request.company_ids))
        if not told:
            return []
        return [
            {
                "title": self.env._("Reminded against held out"),
                "columns": {
                    "name": (self.env._("Policy"), "text"),
                    "words": (self.env._("What it says"), "text"),
                },
                "rows": [{"name": one["name"], "words": one["words"]} for one in told],
                "note": "",
            }
        ]

    def _get_slow_section(self, request):
        """How long each step took, against the quarter before."""
        effects, [period] = self.env["ar.effect"], request.periods
        before = request._replace(periods=(period.get_previous(),))
        now, then = (effects._get_slow_steps(one) for one in (request, before))
        return {
            "title": self.env._("How long each step takes"),
            "columns": {
                "name": (self.env._("Step"), "text"),
                "count": (self.env._("Items"), "number"),
                "median": (self.env._("Median"), "days"),
                "previous": (self.env._("Quarter before"), "days"),
                "slow": (self.env._("One in ten is slower than"), "days"),
            },
            "rows": [
                {**row, "previous": earlier["median"]}
                for row, earlier in zip(now, then, strict=True)
            ],
            "note": self.env._("Of items that were first reminded of in the quarter."),
        }

    def _get_late_section(self, request):
        """Who pays late, by grade and payment terms, and by what kind of customers there are."""
        effects, rows = self.env["ar.effect"], []
        dimensions = effects._get_late_dimensions()
        for name in ("grade", "terms", "kind", "industry", TAG):
            found = effects._get_late_rows(request, dimensions[name], several=name == TAG)
            if len(found) < 2 and name not in ("grade", "terms"):
                # All are of one kind: that tells nobody apart.
                continue
            for row in found[:MOST_LATE]:
                rows.append(
                    {
                        **row,
                        "by": dimensions[name].label,
                        "amount_share": _percent(row["amount_share"]),
                    }
                )
        return {
            "title": self.env._("Who pays late"),
            "columns": {
                "by": (self.env._("By"), "text"),
                "name": (self.env._("Customers"), "text"),
                "invoices": (self.env._("Invoices"), "number"),
                "late": (self.env._("Late"), "number"),
                "late_amount": (self.env._("Late amount"), "amount"),
                "amount_share": (self.env._("Of the amount"), "percent"),
                "days": (self.env._("Days late"), "days"),
            },
            "rows": rows,
            "note": self.env._("Of invoices that fell due in the quarter."),
        }

    def _get_rating_section(self):
        """How customers found the way disputes were cleared, by reason."""
        groups = self.env["ar.dispute"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("rated_on", ">=", self.date_from),
                ("rated_on", "<=", self.date_to),
            ],
            ["reason_id"],
            ["__count", "customer_stars:avg"],
        )
        return {
            "title": self.env._("What customers say after a dispute"),
            "columns": {
                "name": (self.env._("Reason"), "text"),
                "count": (self.env._("Ratings"), "number"),
                "stars": (self.env._("Mean, 5 is best"), "text"),
            },
            "rows": [
                {
                    "name": reason.display_name or "",
                    "count": count,
                    "stars": formatLang(self.env, stars, digits=1),
                }
                for reason, count, stars in groups
            ],
            "note": "",
        }

    def _get_feedback_section(self):
        """What our own people said of the process in the quarter."""
        said = self.env["ar.process.feedback"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )
        kinds = dict(said._fields["kind"]._description_selection(self.env))
        return {
            "title": self.env._("What the team says"),
            "columns": {
                "kind": (self.env._("Kind"), "text"),
                "text": (self.env._("Said"), "text"),
                "user": (self.env._("By"), "text"),
                "answer": (self.env._("Answer"), "text"),
            },
            "rows": [
                {
                    "kind": kinds[one.kind],
                    "text": one.text,
                    "user": one.user_id.name,
                    "answer": one.answer or "",
                }
                for one in said
            ],
            "note": "",
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
