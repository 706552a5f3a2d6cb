"""The series of reference rates that interest rules refer to."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, SETTINGS


class ArInterestReference(models.Model):
    """A series of published rates, such as a central bank's, that interest rules refer to."""

    _name = "ar.interest.reference"
    _inherit = ["ar.guard.mixin"]
    _description = "Interest Reference"
    _order = "name, id"

    _writable = {ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    months = fields.Integer(
        string="Months a Rate Holds",
        help="6 for a rate that is set anew each half-year: a row ends after six months, so that "
        "an old rate is never taken for a half-year that nobody has entered yet. "
        "0 for a rate that holds until the next row.",
    )
    note = fields.Text(string="Source", translate=True, help="Who publishes the rate, and where.")
    rate_ids = fields.One2many("ar.interest.rate", "reference_id", string="Rates")

    @api.constrains("months")
    def _check_months(self):
        for reference in self:
            if reference.months < 0:
                raise ValidationError(
                    self.env._(
                        "The months that a rate of “%(reference)s” holds cannot be negative; "
                        "enter 0 for a rate that holds until the next one.",
                        reference=reference.display_name,
                    )
                )
