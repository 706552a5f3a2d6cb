"""Which columns of a customer's files mean what, remembered."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, NEW
from .ar_reconciliation_columns import NAMES


class ArReconciliationMapping(models.Model):
    """How a customer writes his ledger, kept for his next file."""

    _name = "ar.reconciliation.mapping"
    _description = "Columns of a Customer's Files"
    _inherit = ["ar.guard.mixin", "ar.reconciliation.columns"]
    _rec_name = "partner_id"
    _order = "partner_id, id"
    _check_company_auto = True
    _writable = {ANY: NAMES, NEW: ("partner_id", "company_id")}

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "The columns of this customer's files are already described."
    )
