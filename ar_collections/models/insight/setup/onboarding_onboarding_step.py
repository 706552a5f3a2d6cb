"""The steps of the first hour, as Odoo keeps them for each company."""

from odoo import api, models

STEP = "ar_collections.onboarding_step_ar_%s"
# In their order; the last one is going live.
STEPS = ("company", "reach", "policy", "tonight", "live")


class OnboardingOnboardingStep(models.Model):
    _inherit = "onboarding.onboarding.step"

    @api.model
    def action_ar_open_setup(self):
        """Open the first steps."""
        return self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_setup_action")

    @api.model
    def _ar_get_step(self, code, company):
        """The step of a company, as superuser; empty where it was deleted."""
        step = self.env.ref(STEP % code, raise_if_not_found=False)
        return self.sudo().with_company(company).browse(step.id if step else [])

    def _ar_is_done(self):
        """Whether it was looked at, for the company that it was asked for."""
        return bool(self) and self.current_step_state != "not_done"
