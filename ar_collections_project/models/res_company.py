"""By when a milestone is to be invoiced, and whether somebody is asked to."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_milestone_ask = guarded.Boolean(
        string="Ask to Invoice Milestones",
        groups=guarded.SETTINGS,
        help="The project manager, or the salesperson, gets one task when a milestone is reached "
        "and not invoiced, or done and not marked as reached; the lead gets one after the "
        "deadline.",
    )
    ar_milestone_days = guarded.Integer(
        string="Days to Invoice a Milestone",
        default=7,
        required=True,
        groups=guarded.SETTINGS,
        help="Days after a milestone was reached by which it is to be invoiced.",
    )

    _ar_milestone_days_positive = models.Constraint(
        "CHECK (ar_milestone_days BETWEEN 0 AND 365)",
        "A milestone is to be invoiced within 0 to 365 days.",
    )
