"""Choose what the aging report shows, and take it along as PDF or XLSX."""

from odoo import api, fields, models


class ArAgingReportPrint(models.TransientModel):
    _name = "ar.aging.report.print"
    _description = "Print the Aging Report"

    as_of = fields.Date(required=True, default=lambda self: self.env.company._ar_today())
    compare_to = fields.Date(string="Compare With")
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        required=True,
        default=lambda self: self.env["ar.open.item"]._readable_companies(),
        domain=lambda self: [("id", "in", self.env.user._get_company_ids())],
    )
    partner_ids = fields.Many2many("res.partner", string="Customers", help="Empty: all of them.")
    group_by = fields.Selection("_selection_group_by", required=True, default="partner")
    then_by = fields.Selection("_selection_group_by")
    scheme_id = fields.Many2one(
        "ar.aging.scheme", default=lambda self: self.env.company._ar_aging_scheme().sudo(False)
    )
    limits = fields.Char(
        string="Buckets",
        compute="_compute_from_scheme",
        store=True,
        readonly=False,
        help="Last day of each bucket, separated by commas.",
    )
    basis = fields.Selection(
        [("due", "Due date"), ("invoice", "Invoice date")],
        string="Age Counts From",
        compute="_compute_from_scheme",
        store=True,
        readonly=False,
    )
    credits = fields.Selection(
        [("included", "In the buckets"), ("apart", "In a column of their own"), ("hide", "Hidden")],
        compute="_compute_from_scheme",
        store=True,
        readonly=False,
    )
    currency = fields.Selection(
        [("company", "Company"), ("document", "Documents")],
        string="Currency of",
        required=True,
        default="company",
    )
    only_overdue = fields.Boolean()
    min_amount = fields.Float(string="Minimum Amount", digits=(16, 2))

    @api.model
    def _selection_group_by(self):
        return list(self.env["ar.aging.report"].get_dimensions().items())

    @api.depends("scheme_id")
    def _compute_from_scheme(self):
        for wizard in self:
            scheme = wizard.scheme_id or self.env.company._ar_aging_scheme()
            wizard.limits = scheme.limits or ",".join(map(str, self.env.company._ar_limits()))
            wizard.basis = scheme.basis or "due"
            wizard.credits = scheme.credits or "included"

    def _get_options(self):
        """The options of ``get_aging``, as JSON can carry them."""
        self.ensure_one()
        return {
            "as_of": fields.Date.to_string(self.as_of),
            "compare_to": fields.Date.to_string(self.compare_to) or False,
            "company_ids": self.company_ids.ids,
            "partner_ids": self.partner_ids.ids or None,
            "scheme_id": self.scheme_id.id,
            "group_by": self.group_by,
            "then_by": self.then_by,
            "limits": self.limits,
            "basis": self.basis,
            "credits": False if self.credits == "hide" else self.credits,
            "hide_credits": self.credits == "hide",
            "currency": self.currency,
            "only_overdue": self.only_overdue,
            "min_amount": self.min_amount,
        }

    def _get_checked_options(self):
        """The options, once the report has taken them."""
        options = self._get_options()
        self.env["ar.aging.report"]._prepare_query(**options)
        return options

    def action_pdf(self):
        return self.env["ar.aging.report"].get_pdf_action(**self._get_checked_options())

    def action_xlsx(self):
        return self.env["ar.aging.report"].get_xlsx_action(**self._get_checked_options())
