"""Letter grades of an agency, and what each is worth."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCreditAgencyGrade(models.Model):
    _name = "ar.credit.agency.grade"
    _inherit = ["ar.guard.mixin"]
    _writable = {ANY: SETTINGS, NEW: ("agency_id",)}
    _description = "Letter Grade of an Agency"
    _order = "score desc, id"
    _rec_name = "code"

    agency_id = fields.Many2one("ar.credit.agency", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="agency_id.company_id", store=True)
    code = fields.Char(required=True)
    score = fields.Float(required=True, help="0 (worst) to 100 (best).")

    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)", "A score goes from 0 (worst) to 100 (best)."
    )
    _code_uniq = models.Constraint(
        "UNIQUE (agency_id, code)", "An agency has each letter grade once."
    )
