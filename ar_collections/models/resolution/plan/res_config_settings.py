"""How payment plans are agreed upon, in the settings."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_plan_approval_amount = guarded.Monetary(
        related="company_id.ar_plan_approval_amount", readonly=False
    )
    ar_plan_acceptance = guarded.Boolean(related="company_id.ar_plan_acceptance", readonly=False)
    ar_plan_tolerance_days = guarded.Integer(
        related="company_id.ar_plan_tolerance_days", readonly=False
    )
    ar_plan_remind_before = guarded.Integer(
        related="company_id.ar_plan_remind_before", readonly=False
    )
    ar_plan_remind_after = guarded.Integer(
        related="company_id.ar_plan_remind_after", readonly=False
    )
    ar_plan_fail = guarded.Selection(related="company_id.ar_plan_fail", readonly=False)
    ar_plan_interest_shown = guarded.Selection(
        related="company_id.ar_plan_interest_shown", readonly=False
    )
