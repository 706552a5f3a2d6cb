"""Financial statements of customers, one per year or interim period."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ....tools.credit import scoring
from ...base.ar_guard_mixin import ANY, NEW

FIGURES = scoring.Figures._fields


class ArCreditFinancials(models.Model):
    """The figures of a customer at the end of a period; the last one counts."""

    _name = "ar.credit.financials"
    _description = "Financial Statement of a Customer"
    _inherit = ["ar.credit.evidence", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _stale_setting = "ar_credit_financials_months"
    _writable = {
        NEW: ("profile_id",),
        ANY: ("date", "months", "currency_id", "business", "origin", *FIGURES),
    }

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    date = fields.Date(string="Period End", tracking=True)
    months = fields.Integer(
        string="Months in Period",
        default=12,
        help="Sales and profit of a shorter period are brought to a year.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    business = fields.Selection(
        [
            ("manufacturing", "Manufacturer"),
            ("other", "Trade or services"),
            ("financial", "Financial company"),
        ],
        default="other",
        required=True,
        help="Altman's Z′ is for manufacturers; neither Z′ nor Z″ is for financial companies.",
    )
    origin = fields.Selection(
        [
            ("audited", "Audited"),
            ("published", "Published, not audited"),
            ("customer", "Stated by the customer"),
        ],
        default="published",
        required=True,
        tracking=True,
    )
    current_assets = fields.Monetary(tracking=True)
    total_assets = fields.Monetary(tracking=True)
    current_liabilities = fields.Monetary(tracking=True)
    total_liabilities = fields.Monetary(tracking=True)
    retained_earnings = fields.Monetary(tracking=True)
    equity = fields.Monetary(string="Equity (Net Worth)", tracking=True)
    sales = fields.Monetary(tracking=True)
    ebit = fields.Monetary(string="EBIT", tracking=True, help="Profit before interest and taxes.")
    net_profit = fields.Monetary(tracking=True)
    operating_cash_flow = fields.Monetary(tracking=True, help="0: not known.")

    altman_private = fields.Float(
        string="Altman Z′",
        compute="_compute_ratios",
        digits=(16, 4),
        help="Private manufacturers: above 2.9 safe, below 1.23 distress.",
    )
    altman_general = fields.Float(
        string="Altman Z″",
        compute="_compute_ratios",
        digits=(16, 4),
        help="Any trade: above 2.6 safe, below 1.1 distress.",
    )
    debt_ratio = fields.Float(string="Debt Ratio (%)", compute="_compute_ratios", digits=(16, 1))
    current_ratio = fields.Float(compute="_compute_ratios", digits=(16, 2))
    profit_margin = fields.Float(
        string="Profit Margin (%)", compute="_compute_ratios", digits=(16, 1)
    )
    cash_flow_ratio = fields.Float(
        string="Cash Flow / Short-Term Debt", compute="_compute_ratios", digits=(16, 2)
    )
    remark = fields.Char(compute="_compute_remark")

    _months_positive = models.Constraint(
        "CHECK (months BETWEEN 1 AND 24)", "A period has between 1 and 24 months."
    )
    _period_uniq = models.Constraint(
        "UNIQUE (profile_id, date)",
        "There is a statement of this customer for that day already; change that one.",
    )

    def _metrics(self):
        """The ratios of one statement: {metric: value}, None where it does not apply."""
        self.ensure_one()
        row = {name: self[name] for name in FIGURES}
        for name in ("sales", "ebit", "net_profit", "operating_cash_flow"):
            row[name] *= 12 / (self.months or 12)
        figures = scoring.Figures(**row)
        is_financial = self.business == "financial"
        is_maker = self.business == "manufacturing"
        return {
            "altman_private": scoring.altman_private(figures) if is_maker else None,
            "altman_general": None if is_financial else scoring.altman_general(figures),
            "debt_ratio": scoring.debt_ratio(figures),
            "current_ratio": scoring.current_ratio(figures),
            "profit_margin": scoring.profit_margin(figures),
            "cash_flow_ratio": scoring.cash_flow_ratio(figures),
        }

    @api.depends("business", "months", *FIGURES)
    def _compute_ratios(self):
        for statement in self:
            statement.update({name: v or 0.0 for name, v in statement._metrics().items()})

    @api.depends("total_assets", "total_liabilities", "equity", "currency_id")
    def _compute_remark(self):
        for statement in self:
            gap = statement.total_assets - statement.total_liabilities - statement.equity
            # A thousandth: statements are rounded to thousands.
            tolerance = max(abs(statement.total_assets) / 1000, 1.0)
            statement.remark = abs(gap) > tolerance and self.env._(
                "Liabilities and equity do not add up to the total assets: %s is left over.",
                (statement.currency_id or self.env.company.currency_id).format(gap),
            )

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for statement in self:
            day = format_date(self.env, statement.date)
            statement.display_name = f"{statement.partner_id.display_name or ''} {day}".strip()

    def _say_future(self):
        # EXTENDS 'ar.credit.evidence'
        return self.env._(
            "The statement of %(customer)s ends on %(date)s, which is in the future. Enter the "
            "last day of a period that is over.",
            customer=self.partner_id.display_name,
            date=format_date(self.env, self.date),
        )

    @api.constrains("total_assets", "current_assets", "total_liabilities", "sales")
    def _check_figures(self):
        for statement in self:
            amounts = (
                statement.total_assets,
                statement.current_assets,
                statement.current_liabilities,
                statement.total_liabilities,
                statement.sales,
            )
            if min(amounts) < 0:
                raise ValidationError(
                    self.env._(
                        "Assets, liabilities and sales of %s cannot be negative. Enter "
                        "liabilities as positive amounts; losses and a negative equity go below.",
                        statement.partner_id.display_name,
                    )
                )
