"""Courts and what they take."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.resolution import fees
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

MOST_ROWS = 50


class ArCaseCourt(models.Model):
    """A court, or all courts of a country, with a progressive table of fees."""

    _name = "ar.case.court"
    _inherit = ["ar.case.sourced"]
    _description = "Court"
    _order = "country_id, name, id"
    _writable = {NEW: ("company_id",), ANY: SETTINGS}
    _logged = ("name", "country_id", "currency_id")

    name = fields.Char(required=True, translate=True)
    partner_id = fields.Many2one("res.partner", string="Address")
    country_id = fields.Many2one("res.country", index="btree_not_null", ondelete="restrict")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="The currency of the table; claims are converted at the rate of the day.",
    )
    tier_ids = fields.One2many("ar.case.court.tier", "court_id", string="Table of Fees")
    note = fields.Text(translate=True)
    active = fields.Boolean(default=True)

    @api.constrains("tier_ids")
    def _check_tiers(self):
        for court in self:
            problem = fees.tier_problem(court._as_tiers())
            if problem == "negative":
                raise ValidationError(
                    self.env._(
                        "The table of fees of %s has a negative figure. Fees and limits are 0 or "
                        "more.",
                        court.name,
                    )
                )
            if problem:
                raise ValidationError(
                    self.env._(
                        "The table of fees of %s does not rise: each step ends above the one "
                        "before it, and only the last one has no end.",
                        court.name,
                    )
                )

    def _as_tiers(self):
        """The table as values for the pure functions; the step without end is the last one."""
        self.ensure_one()
        rows = self.sudo().tier_ids[:MOST_ROWS]
        rows = rows.sorted(lambda tier: (not tier.up_to, tier.up_to, tier.id))
        return [fees.FeeTier(tier.up_to, tier.base, tier.percent, tier.step) for tier in rows]

    def _get_fee(self, amount, currency, company, day):
        """The fee on a claim, in the currency of the claim."""
        self.ensure_one()
        own = self.sudo().currency_id
        claim = currency._convert(amount, own, company, day)
        fee = fees.progressive_fee(claim, self._as_tiers(), own.rounding)
        return own._convert(fee, currency, company, day)
