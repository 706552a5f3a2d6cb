"""The points table of a factor of the scorecard."""

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


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
