"""How large the company is, for interest that the law gives to small suppliers."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_size_class = guarded.Selection(
        [("micro", "Micro"), ("small", "Small"), ("medium", "Medium"), ("large", "Large")],
        string="Size of the Company",
        help="As the law of the country registers it. Some interest rules are for small suppliers "
        "only. Empty: not known, and such rules are not applied.",
        groups=guarded.SETTINGS,
    )
    ar_is_trader = guarded.Boolean(
        string="Trader",
        help="The company sells what it buys, and neither makes nor serves. Rules for micro and "
        "small suppliers are not applied.",
        groups=guarded.SETTINGS,
    )
