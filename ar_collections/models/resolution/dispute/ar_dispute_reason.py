"""What customers say is wrong, in a list that a company may extend."""

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

# Days in which disputes say which reasons are usual.
USUAL_DAYS = 365


class ArDisputeReason(models.Model):
    """What the customer says. Its code is that of the choice on the page without a login."""

    _name = "ar.dispute.reason"
    _inherit = ["ar.guard.mixin"]
    _description = "Reason of Disputes"
    _order = "sequence, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="A short word that pages and reports know the reason by."
    )
    cause_id = fields.Many2one(
        "ar.dispute.cause",
        string="Usual Cause",
        ondelete="restrict",
        help="The root cause that is put down when a dispute is closed and no other is chosen.",
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

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        # EXTENDS 'base': where nothing is typed, what is usual comes first.
        found = super().name_search(name, domain, operator, limit)
        if name:
            return found
        often = self._count_used([id_ for id_, _name in found])
        return sorted(found, key=lambda one: -often.get(one[0], 0))

    @api.model
    def _count_used(self, ids):
        """How many disputes of late, as far as the person sees them, have reasons: {id: number}."""
        disputes = self.env["ar.dispute"]
        if not ids or not disputes.has_access("read"):
            return {}
        since = fields.Date.subtract(self.env.company._ar_today(), days=USUAL_DAYS)
        groups = disputes._read_group(
            [("reason_id", "in", ids), ("date_opened", ">=", since)], ["reason_id"], ["__count"]
        )
        return {reason.id: count for reason, count in groups}
