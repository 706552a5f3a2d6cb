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

    ar_milestone_soon_days = guarded.Integer(
        string="Days before a Milestone",
        default=7,
        required=True,
        groups=guarded.SETTINGS,
        help="Who invoices is told so long before the planned day of a milestone. 0: not told.",
    )
    ar_milestone_soon_percent = guarded.Integer(
        string="Tasks Done (%)",
        default=80,
        required=True,
        groups=guarded.SETTINGS,
        help="Of a milestone without a planned day who invoices is told once so much of its tasks "
        "is done. 0: not told.",
    )
    ar_milestone_tell = guarded.Boolean(
        string="Tell Customers of Milestones",
        groups=guarded.SETTINGS,
        help="Once a milestone is reached, the contact for invoices gets an e-mail: the amount, "
        "the day by which the invoice follows, and the terms of payment.",
    )

    _ar_milestone_days_positive = models.Constraint(
        "CHECK (ar_milestone_days BETWEEN 0 AND 365)",
        "A milestone is to be invoiced within 0 to 365 days.",
    )
    _ar_milestone_soon_sane = models.Constraint(
        "CHECK (ar_milestone_soon_days BETWEEN 0 AND 365 "
        "AND ar_milestone_soon_percent BETWEEN 0 AND 100)",
        "Milestones are told of 0 to 365 days before their day, and once 0 to 100 % of their tasks "
        "are done.",
    )
