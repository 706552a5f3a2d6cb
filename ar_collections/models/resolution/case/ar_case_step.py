"""The stages that a case has been in, and since when."""

from odoo import fields, models


class ArCaseStep(models.Model):
    """Written with each change of the stage; what a stage does to limitation is kept as it was
    then, whatever the stage says later."""

    _name = "ar.case.step"
    _inherit = ["ar.guard.mixin"]
    _description = "Step of a Case"
    _order = "case_id, date, id"
    _rec_name = "stage_name"
    _logged = ("case_id", "stage_name", "date", "limitation")

    case_id = fields.Many2one(
        "ar.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True)
    stage_id = fields.Many2one(
        "ar.case.stage", string="Stage Then", readonly=True, ondelete="set null"
    )
    stage_name = fields.Char(string="Stage", readonly=True)
    date = fields.Date(string="Since", required=True, readonly=True)
    limitation = fields.Selection(
        [("none", "Nothing"), ("stops", "Stops it"), ("restarts", "Starts it anew")],
        string="Effect on Limitation",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Moved By", readonly=True)
