from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_credit_review_required = fields.Boolean(
        related="company_id.ar_credit_review_required", readonly=False
    )
    ar_credit_four_eyes_amount = fields.Monetary(
        related="company_id.ar_credit_four_eyes_amount",
        readonly=False,
    )
    ar_credit_approver_id = fields.Many2one(
        related="company_id.ar_credit_approver_id", readonly=False
    )
    ar_credit_history_months = fields.Integer(
        related="company_id.ar_credit_history_months", readonly=False
    )
    ar_credit_net_worth_share = fields.Float(
        related="company_id.ar_credit_net_worth_share", readonly=False
    )
    ar_credit_loss_budget = fields.Monetary(
        related="company_id.ar_credit_loss_budget",
        readonly=False,
    )
    ar_credit_loss_given_default = fields.Float(
        related="company_id.ar_credit_loss_given_default", readonly=False
    )
    ar_credit_financials_months = fields.Integer(
        related="company_id.ar_credit_financials_months", readonly=False
    )
    ar_credit_agency_months = fields.Integer(
        related="company_id.ar_credit_agency_months", readonly=False
    )
    ar_credit_agency_days = fields.Integer(
        related="company_id.ar_credit_agency_days", readonly=False
    )
    ar_contact_months = fields.Integer(related="company_id.ar_contact_months", readonly=False)
    ar_contract_notice_days = fields.Integer(
        related="company_id.ar_contract_notice_days", readonly=False
    )
    ar_credit_worsening = fields.Selection(related="company_id.ar_credit_worsening", readonly=False)
    ar_credit_worsening_points = fields.Float(
        related="company_id.ar_credit_worsening_points", readonly=False
    )
