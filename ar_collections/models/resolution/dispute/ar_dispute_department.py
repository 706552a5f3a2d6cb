"""Who in the house a disputed amount goes back to."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDisputeDepartment(models.Model):
    """A department: sales, logistics, accounting … No list of people: whoever looks at the figures
    by cause wants to know where to begin."""

    _name = "ar.dispute.department"
    _inherit = ["ar.guard.mixin"]
    _description = "Department Behind Disputes"
    _order = "sequence, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    active = fields.Boolean(default=True)
