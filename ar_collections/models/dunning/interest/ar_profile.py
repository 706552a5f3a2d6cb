"""What kind of debtor a customer is, for interest that the law asks of some only."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY


class ArProfile(models.Model):
    _inherit = "ar.profile"
    _writable = {ANY: ("size_class",)}

    size_class = fields.Selection(
        [
            ("micro", "Micro"),
            ("small", "Small"),
            ("medium", "Medium"),
            ("large", "Large"),
            ("public", "State body or public institution"),
        ],
        string="Size of the Customer",
        tracking=True,
        help="Some interest rules are for large or public debtors only. Empty: not known, and such "
        "rules are not applied.",
    )

    def _hand_over_settings(self, target):
        # EXTENDS 'ar.profile'
        super()._hand_over_settings(target)
        if not target.size_class:
            target.size_class = self.size_class
