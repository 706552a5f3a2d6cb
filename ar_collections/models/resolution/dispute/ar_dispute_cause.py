"""What really was behind a dispute, found when it is closed."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDisputeCause(models.Model):
    """A root cause. The reason is what the customer says, the cause is what we have found."""

    _name = "ar.dispute.cause"
    _inherit = ["ar.guard.mixin"]
    _description = "Root Cause of Disputes"
    _order = "sequence, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="A short word that reports know the cause by.")
    fault = fields.Selection(
        [("ours", "Ours"), ("customer", "The customer's"), ("other", "Somebody else's")],
        default="ours",
        required=True,
        help="On whose side the cause lies.",
    )
    department_id = fields.Many2one(
        "ar.dispute.department",
        ondelete="restrict",
        help="The department that a dispute with this cause is put down to, unless another one "
        "is chosen.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active", "There is a cause with this code already."
    )

    def _find(self, code, company):
        """The cause that a company calls ``code``, its own before that of all; may be empty."""
        known = self.sudo().search(
            [("code", "=", code), ("company_id", "in", (False, *company._ar_chain().ids))]
        )
        return known.sorted(lambda one: not one.company_id)[:1]
