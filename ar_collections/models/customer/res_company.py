"""How long contact data is good."""

from odoo import models

from ..base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_contact_months = guarded.Integer(
        string="Contact Data Get Stale After",
        default=12,
        help="Months after somebody verified them. 0: never.",
        groups=guarded.SETTINGS,
    )

    _ar_contact_months_positive = models.Constraint(
        "CHECK (ar_contact_months >= 0)",
        "The months after which contact data gets stale cannot be negative. Enter 0 for never.",
    )
