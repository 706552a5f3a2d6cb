"""What an agency takes of what it brings in."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCaseCommission(models.Model):
    """What was agreed with an agency, perhaps for debts of a certain age; a case takes it over
    and may have terms of its own."""

    _name = "ar.case.commission"
    _inherit = ["ar.guard.mixin"]
    _description = "Commission of an Agency"
    _order = "partner_id, days_from, id"
    _check_company_auto = True
    _writable = {NEW: ("company_id",), ANY: SETTINGS}
    _logged = ("partner_id", "days_from", "percent", "fixed", "minimum")

    partner_id = fields.Many2one(
        "res.partner", string="Agency", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    days_from = fields.Integer(
        string="Days Overdue",
        help="For debts whose oldest item is at least so many days late when they are handed over.",
    )
    percent = fields.Float(string="%", digits=(12, 4), help="Of what is recovered.")
    fixed = fields.Monetary(help="Taken beside the percentage as soon as anything is recovered.")
    minimum = fields.Monetary(help="The least that is taken as soon as anything is recovered.")
    active = fields.Boolean(default=True)

    @api.depends("partner_id", "days_from", "percent")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for row in self:
            percent = self.env["ar.interest.rule"]._format_rate(Decimal(str(row.percent)))
            words = f"{row.partner_id.display_name or ''}, {percent} %"
            if row.days_from:
                words += self.env._(" from %s days", row.days_from)
            row.display_name = words

    @api.constrains("percent", "fixed", "minimum", "days_from")
    def _check_figures(self):
        for row in self:
            if min(row.percent, row.fixed, row.minimum, row.days_from) < 0 or row.percent > 100:
                raise ValidationError(
                    self.env._(
                        "The commission of %s: the percentage lies between 0 and 100, and no "
                        "figure is negative.",
                        row.partner_id.display_name,
                    )
                )

    @api.model
    def _find_commission(self, agency, company, days):
        """What was agreed with an agency for debts so many days late; may be empty."""
        return self.search(
            [
                ("partner_id", "=", agency.commercial_partner_id.id),
                ("company_id", "=", company.id),
                ("days_from", "<=", days),
            ],
            order="days_from desc",
            limit=1,
        )
