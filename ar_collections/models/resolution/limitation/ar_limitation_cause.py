"""What restarts or stops a period of limitation, by code."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY


class ArLimitationCause(models.Model):
    """A word of the laws: rules name what counts, events say what they count as.

    The codes are those of ``tools/resolution/limitation.py``; an add-on brings more as data.
    """

    _name = "ar.limitation.cause"
    _inherit = ["ar.guard.mixin"]
    _description = "Cause That Restarts a Limitation"
    _order = "sequence, id"

    _writable = {ANY: ("name", "note", "sequence")}

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    note = fields.Text(string="What It Is", translate=True)

    _code_uniq = models.UniqueIndex("(code)", "There is such a cause already.")
