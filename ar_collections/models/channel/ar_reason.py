"""Reasons of non-payment: why a customer does not pay, in a list that a company may extend."""

from odoo import fields, models

from ..base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArReason(models.Model):
    """Who cannot pay is spoken to in another way than who will not: ``nature`` tells them apart."""

    _name = "ar.reason"
    _inherit = ["ar.guard.mixin"]
    _description = "Reason of Non-payment"
    _order = "sequence, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="A short word that outcomes and reports know the reason by."
    )
    nature = fields.Selection(
        [
            ("hardship", "Cannot pay"),
            ("unwilling", "Does not want to pay"),
            ("neither", "Neither"),
        ],
        default="neither",
        required=True,
        help="Cannot pay: help with a plan. Does not want to: the next measure. Neither: something "
        "stands in the way that can be put right.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active", "There is a reason with this code already."
    )

    def _find(self, code, company):
        """The reason that a company calls ``code``, its own before that of all; may be empty."""
        known = self.sudo().search(
            [("code", "=", code), ("company_id", "in", (False, *company._ar_chain().ids))]
        )
        return known.sorted(lambda one: not one.company_id)[:1]
