"""Who has to do with a case, and under which number."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

ROLES = [
    ("lawyer", "Our lawyer"),
    ("court", "Court"),
    ("agency", "Collection agency"),
    ("arbitrator", "Arbitrator"),
    ("bailiff", "Bailiff"),
    ("administrator", "Administrator"),
    ("opponent_lawyer", "Customer's lawyer"),
    ("other", "Other"),
]


class ArCaseParty(models.Model):
    """A lawyer, court, agency, administrator …, and its own file number."""

    _name = "ar.case.party"
    _inherit = ["ar.guard.mixin"]
    _description = "Party of a Case"
    _order = "case_id, role, id"
    _rec_name = "partner_id"
    _writable = {NEW: ("case_id",), ANY: SETTINGS}
    _logged = ("case_id", "role", "partner_id", "file_number")

    case_id = fields.Many2one("ar.case", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True)
    role = fields.Selection(ROLES, default="lawyer", required=True)
    partner_id = fields.Many2one("res.partner", string="Who", required=True, ondelete="restrict")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    file_number = fields.Char(help="The number under which they keep the case.")
    note = fields.Char()

    @api.constrains("partner_id", "role", "case_id")
    def _check_partner(self):
        for party in self:
            debtor = party.case_id.profile_id.partner_id
            ours = party.role not in ("opponent_lawyer", "other")
            if ours and party.partner_id.commercial_partner_id == debtor:
                raise ValidationError(
                    self.env._(
                        "%(who)s is the customer that the case %(case)s is about. Choose the "
                        "lawyer, court or agency.",
                        who=party.partner_id.display_name,
                        case=party.case_id.display_name,
                    )
                )
