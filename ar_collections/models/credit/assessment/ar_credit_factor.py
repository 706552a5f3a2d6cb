"""The scorecard: what is looked at, how much it weighs, and what a value is worth."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.credit import scoring
from .ar_credit_scorer import SOURCES


class ArCreditFactor(models.Model):
    _name = "ar.credit.factor"
    _description = "Scorecard Factor"
    _inherit = ["ar.credit.scope"]
    _order = "company_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    metric = fields.Selection(
        "_selection_metric", string="Figure", required=True, default="judgement"
    )
    source = fields.Selection(SOURCES, compute="_compute_source", store=True, precompute=True)
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

    @api.model
    def _selection_metric(self):
        metrics = self.env["ar.credit.scorer"]._get_metrics()
        return [(code, metric.name) for code, metric in metrics.items()]

    @api.depends("metric")
    def _compute_source(self):
        metrics = self.env["ar.credit.scorer"]._get_metrics()
        for factor in self:
            metric = metrics.get(factor.metric)
            # Of an add-on that is gone, what it was.
            factor.source = metric.source if metric else factor.source

    @api.model_create_multi
    def create(self, vals_list):
        """Who only names a source gets its first figure."""
        # EXTENDS the guard
        metrics = self.env["ar.credit.scorer"]._get_metrics()
        named = []
        for vals in vals_list:
            source = vals.get("source")
            if "metric" not in vals and source:
                found = (code for code, metric in metrics.items() if metric.source == source)
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
