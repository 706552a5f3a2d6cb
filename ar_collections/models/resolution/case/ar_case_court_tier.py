"""One step of a court's table of fees."""

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCaseCourtTier(models.Model):
    """What is taken of the part of a claim that lies between the step before and ``up_to``."""

    _name = "ar.case.court.tier"
    _inherit = ["ar.guard.mixin"]
    _description = "Step of a Court's Fees"
    _order = "court_id, up_to, id"
    _writable = {NEW: ("court_id",), ANY: SETTINGS}
    _logged = ("up_to", "base", "percent", "step")

    court_id = fields.Many2one("ar.case.court", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="court_id.company_id", store=True)
    currency_id = fields.Many2one(related="court_id.currency_id")
    up_to = fields.Monetary(
        string="Claim Up To", aggregator=None, help="0: without end; the last step."
    )
    base = fields.Monetary(
        string="Fixed", aggregator=None, help="Taken as soon as the claim reaches into this step."
    )
    percent = fields.Float(
        string="%",
        digits=(12, 4),
        aggregator=None,
        help="Of the part of the claim that lies in this step.",
    )
    step = fields.Monetary(
        string="For Each Begun",
        aggregator=None,
        help="The part is rounded up to whole amounts of this size. 0: it is taken as it is.",
    )

    @api.depends("up_to", "currency_id")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for tier in self:
            limit = tier.up_to and tier.currency_id.format(tier.up_to)
            tier.display_name = limit or self.env._("Above")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: a step of its own changes the whole table.
        tiers = super().create(vals_list)
        tiers.court_id._check_tiers()
        return tiers

    def write(self, vals):
        # EXTENDS the guard
        result = super().write(vals)
        self.court_id._check_tiers()
        return result
