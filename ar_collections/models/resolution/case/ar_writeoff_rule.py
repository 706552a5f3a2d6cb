"""Whether, and when, a country gives back the tax of a debt that is not paid."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.resolution.writeoff import ReliefRule
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArWriteoffRule(models.Model):
    """The rule of a country; a company may have its own, which comes before the shipped one."""

    _name = "ar.writeoff.rule"
    _inherit = ["ar.case.sourced"]
    _description = "Tax Relief for Bad Debts"
    _order = "country_id, company_id, id"
    _writable = {NEW: ("company_id",), ANY: SETTINGS}
    _logged = ("country_id", "relief", "start", "months", "days", "claim_months")

    country_id = fields.Many2one(
        "res.country",
        string="Country of the Tax",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    relief = fields.Boolean(
        string="Gives Relief", default=True, help="Off: the tax is lost with the debt."
    )
    start = fields.Selection(
        [
            ("later", "Due date or supply, the later one"),
            ("due", "Due date"),
            ("uncollectible", "The day of the write-off"),
        ],
        string="Counted From",
        default="later",
        required=True,
    )
    months = fields.Integer(string="Months to Wait")
    days = fields.Integer(string="Days to Wait")
    claim_months = fields.Integer(
        string="Claim within Months",
        help="Counted from the same day. 0: no end is known here; ask your tax adviser.",
    )
    own_account = fields.Boolean(
        help="What is written off has to stand on an account of its own before it is claimed."
    )
    corrects_base = fields.Boolean(
        string="Corrects the Base",
        default=True,
        help="The tax base of the return is lowered, too, not the tax alone.",
    )
    note = fields.Text(string="Conditions", translate=True)
    active = fields.Boolean(default=True)

    _country_uniq = models.UniqueIndex(
        "(country_id, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this country already. Change that one, or archive it.",
    )

    @api.depends("country_id")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for rule in self:
            rule.display_name = rule.country_id.display_name or ""

    @api.constrains("months", "days", "claim_months", "relief")
    def _check_days(self):
        for rule in self:
            if min(rule.months, rule.days, rule.claim_months) < 0:
                raise ValidationError(
                    self.env._(
                        "The rule of %s waits for less than a day. Enter 0 for at once.",
                        rule.display_name,
                    )
                )
            if rule.claim_months and rule.claim_months < rule.months:
                raise ValidationError(
                    self.env._(
                        "The rule of %s ends before it begins: the months to claim are counted "
                        "from the same day as those to wait.",
                        rule.display_name,
                    )
                )

    @api.model
    def _find_rule(self, company):
        """The rule of the country in which a company is taxed, its own first; may be empty."""
        company = company.sudo()
        country = company.account_fiscal_country_id or company.country_id
        rules = self.sudo().search(
            [
                ("country_id", "=", country.id),
                ("company_id", "in", (False, *company._ar_chain().ids)),
            ]
        )
        return rules.sorted(lambda rule: not rule.company_id)[:1].sudo(False)

    def _as_value(self):
        """The rule for the pure functions; None where there is none."""
        if not self:
            return None
        own = self.sudo()
        return ReliefRule(own.relief, own.start, own.months, own.days, own.claim_months)
