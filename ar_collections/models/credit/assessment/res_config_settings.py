"""Settings: what the company decides about credit reviews."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_credit_review_required = guarded.Boolean(
        related="company_id.ar_credit_review_required", readonly=False
    )
    ar_credit_history_months = guarded.Integer(
        related="company_id.ar_credit_history_months", readonly=False
    )
    ar_credit_net_worth_share = guarded.Float(
        related="company_id.ar_credit_net_worth_share", readonly=False
    )
    ar_credit_loss_budget = guarded.Monetary(
        related="company_id.ar_credit_loss_budget",
        readonly=False,
    )
    ar_credit_loss_given_default = guarded.Float(
        related="company_id.ar_credit_loss_given_default", readonly=False
    )
    ar_credit_financials_months = guarded.Integer(
        related="company_id.ar_credit_financials_months", readonly=False
    )
    ar_credit_agency_months = guarded.Integer(
        related="company_id.ar_credit_agency_months", readonly=False
    )
    ar_credit_agency_days = guarded.Integer(
        related="company_id.ar_credit_agency_days", readonly=False
    )
    ar_credit_worsening = guarded.Selection(
        related="company_id.ar_credit_worsening", readonly=False
    )
    ar_credit_worsening_points = guarded.Float(
        related="company_id.ar_credit_worsening_points", readonly=False
    )
