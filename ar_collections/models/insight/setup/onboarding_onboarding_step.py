"""The steps of the first hour, as Odoo keeps them for each company."""

from odoo import api, models


class OnboardingOnboardingStep(models.Model):
    _inherit = "onboarding.onboarding.step"

    @api.model
    def action_ar_open_setup(self):
        """Open the first steps."""
        return self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_setup_action")
