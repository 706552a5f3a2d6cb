"""Up to where collectors decide on deferrals."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_deferral_days = guarded.Integer(
        string="Deferrals by Collectors (days)",
        default=14,
        groups=guarded.SETTINGS,
        help="Up to so many days after the contractual due date a collector approves a deferral; "
        "for more, and above the amount, a manager.",
    )
    ar_deferral_amount = guarded.Monetary(
        string="Deferrals by Collectors (amount)",
        groups=guarded.SETTINGS,
        help="Of an item, in the company's currency. 0: a manager approves each one.",
    )

    _ar_deferral_positive = models.Constraint(
        "CHECK (ar_deferral_days >= 0 AND ar_deferral_amount >= 0)",
        "Days and amount of deferrals cannot be negative; 0 leaves them all to managers.",
    )
