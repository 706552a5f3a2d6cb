"""When a company is told that contracts end."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_contract_notice_days = guarded.Integer(
        string="Task Before a Contract Ends",
        default=30,
        help="Days before its end, or before notice has to be given.",
        groups=guarded.SETTINGS,
    )

    _ar_contract_notice_days_positive = models.Constraint(
        "CHECK (ar_contract_notice_days >= 0)",
        "The days before the end of a contract cannot be negative.",
    )
