"""What the law of a country says, with where it was read and whether somebody has checked it."""

from odoo import api, fields, models


class ArCaseSourced(models.AbstractModel):
    """A row that comes with the add-on is a help, and no advice: until a company has compared it
    with its source, it says that it is unchecked."""

    _name = "ar.case.sourced"
    _inherit = ["ar.guard.mixin"]
    _description = "Row with a Source"

    source = fields.Char(help="Where it was read: an act, a page, a letter of our lawyer.")
    confidence = fields.Selection(
        [("source", "From a source"), ("knowledge", "General knowledge")],
        default="source",
        required=True,
        help="General knowledge: nobody has looked it up. Such rows are shown as unchecked.",
    )
    checked_on = fields.Date(
        copy=False,
        help="The day on which somebody compared the row with its source. Empty: unchecked.",
    )
    verification = fields.Selection(
        [("checked", "Checked"), ("unchecked", "Unchecked")],
        compute="_compute_verification",
        help="Unchecked: ask your lawyer or tax adviser before you rely on it.",
    )

    @api.depends("confidence", "checked_on")
    def _compute_verification(self):
        for row in self:
            known = row.confidence == "source" and row.checked_on
            row.verification = "checked" if known else "unchecked"
