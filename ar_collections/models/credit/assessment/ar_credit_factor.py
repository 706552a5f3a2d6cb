"""The scorecard: what is looked at, how much it weighs, and what a value is worth."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.credit import scoring
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

#: Where a metric comes from.
SOURCE_OF = {
    "payment_index": "ledger",
    "on_time_share": "ledger",
    "worst_delay": "ledger",
    "overdue_share": "ledger",
    "broken_promises": "ledger",
    "relationship_years": "ledger",
    "relationship_volume": "ledger",
    "altman_private": "financial",
    "altman_general": "financial",
    "debt_ratio": "financial",
    "current_ratio": "financial",
    "profit_margin": "financial",
    "cash_flow_ratio": "financial",
    "agency_score": "external",
    "judgement": "qualitative",
}


class ArCreditFactor(models.Model):
    _name = "ar.credit.factor"
    _description = "Scorecard Factor"
    _inherit = ["ar.credit.scope"]
    _order = "company_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    metric = fields.Selection(
        [
            ("payment_index", "Payment index"),
            ("on_time_share", "Paid on time (% of the amount)"),
            ("worst_delay", "Worst delay (days)"),
            ("overdue_share", "Overdue share (%)"),
            ("broken_promises", "Broken promises"),
            ("relationship_years", "Years as a customer"),
            ("relationship_volume", "Invoiced in twelve months"),
            ("altman_private", "Altman Z′ (manufacturers)"),
            ("altman_general", "Altman Z″ (any trade)"),
            ("debt_ratio", "Debt ratio (%)"),
            ("current_ratio", "Current ratio"),
            ("profit_margin", "Profit margin (%)"),
            ("cash_flow_ratio", "Operating cash flow / short-term debt"),
            ("agency_score", "Agency score (0 to 100)"),
            ("judgement", "Judgement by the reviewer"),
        ],
        string="Figure",
        required=True,
        default="judgement",
    )
    source = fields.Selection(
        [
            ("ledger", "Own ledger"),
            ("financial", "Financial statement"),
            ("external", "External rating"),
            ("qualitative", "Qualitative"),
        ],
        compute="_compute_source",
        store=True,
        precompute=True,
    )
    weight = fields.Float(
        default=10.0,
        help="Only the proportions count: factors without data drop out, and the others are "
        "scaled up.",
    )
    straight = fields.Boolean(
        string="Straight Line",
        help="Between two rows, points on the straight line instead of steps.",
    )
    line_ids = fields.One2many(
        "ar.credit.factor.line", "factor_id", string="Points Table", copy=True
    )
    description = fields.Text(
        translate=True, help="Where the figure comes from, and why it counts."
    )

    @api.depends("metric")
    def _compute_source(self):
        for factor in self:
            factor.source = SOURCE_OF.get(factor.metric)

    @api.model_create_multi
    def create(self, vals_list):
        """Who only names a source gets its first figure."""
        named = []
        for vals in vals_list:
            source = vals.get("source")
            if "metric" not in vals and source:
                found = (key for key, origin in SOURCE_OF.items() if origin == source)
                vals = {**vals, "metric": next(found, "judgement")}
            named.append({name: value for name, value in vals.items() if name != "source"})
        return super().create(named)

    @api.constrains("weight", "active", "company_id")
    def _check_weights(self):
        for factor in self:
            if factor.weight < 0:
                raise ValidationError(
                    self.env._(
                        "The weight of %s is negative. Enter 0 to leave the factor out of the "
                        "score, or a positive number.",
                        factor.name,
                    )
                )
        for factors in self._same_set():
            factors._check_sum()

    def _check_sum(self):
        """Refuse a scorecard (``self``) that no factor weighs anything in."""
        if self and sum(self.mapped("weight")) <= 0:
            raise ValidationError(
                self.env._(
                    "The weights of the scorecard sum to zero, so it gives no score: %s. Give at "
                    "least one of its factors a weight.",
                    ", ".join(self.mapped("name")),
                )
            )

    @api.constrains("line_ids")
    def _check_lines(self):
        for factor in self:
            if not factor.line_ids:
                raise ValidationError(
                    self.env._(
                        "The factor %s has no points table, so no value is worth anything. Add a "
                        "row.",
                        factor.name,
                    )
                )
            starts = factor.line_ids.mapped("threshold")
            if factor.source != "qualitative" and len(set(starts)) < len(starts):
                raise ValidationError(
                    self.env._(
                        "Two rows in the points table of %s begin at the same value. Change or "
                        "remove one of them.",
                        factor.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last_weight(self):
        for factors in self._same_set():
            (factors - self)._check_sum()

    def _points_table(self):
        """The points table as (from, points) in ascending order."""
        return sorted((line.threshold, line.points) for line in self.line_ids)

    def _points(self, value):
        """Points of a value, None for None."""
        self.ensure_one()
        return scoring.table_points(value, self._points_table(), self.straight)


class ArCreditFactorLine(models.Model):
    """A row of a points table; of a qualitative factor, an answer to choose."""

    _name = "ar.credit.factor.line"
    _inherit = ["ar.guard.mixin"]
    _writable = {ANY: SETTINGS, NEW: ("factor_id",)}
    _description = "Scorecard Points"
    _order = "factor_id, threshold, points, id"

    factor_id = fields.Many2one("ar.credit.factor", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="factor_id.company_id", store=True)
    threshold = fields.Float(
        string="From", digits=(16, 2), help="The row holds from this value up to the next row's."
    )
    points = fields.Float(digits=(5, 2), required=True, help="0 (worst) to 100 (best).")
    name = fields.Char(
        string="Meaning", translate=True, help="For a qualitative factor: the answer to choose."
    )

    _points_range = models.Constraint(
        "CHECK (points BETWEEN 0 AND 100)", "Points go from 0 (worst) to 100 (best)."
    )

    @api.depends("name", "points")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or self.env._("%s points", f"{line.points:g}")
