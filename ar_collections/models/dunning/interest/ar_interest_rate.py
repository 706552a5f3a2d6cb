"""Published reference rates and the days on which they hold."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ....tools.dunning.interest import ReferenceRate, as_decimal
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArInterestRate(models.Model):
    """One published rate, in percent per year, and the days on which it holds."""

    _name = "ar.interest.rate"
    _inherit = ["ar.guard.mixin"]
    _description = "Interest Reference Rate"
    _order = "reference_id, date_from desc, id"

    _writable = {NEW: ("reference_id",), ANY: SETTINGS}

    reference_id = fields.Many2one(
        "ar.interest.reference",
        string="Interest Reference",
        required=True,
        index=True,
        ondelete="cascade",
    )
    date_from = fields.Date(string="Valid From", required=True)
    date_to = fields.Date(
        string="Valid Until",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day on which the rate is known to hold. Empty: until the next row.",
    )
    rate = fields.Float(string="% a Year", digits=(12, 4), required=True, aggregator=None)
    note = fields.Text(
        string="Source",
        translate=True,
        help="Where the rate was published, or how it was derived from it.",
    )
    checked_on = fields.Date(
        default=lambda self: self.env.company._ar_today(),
        copy=False,
        help="The day on which somebody compared the rate with its source. Empty: unchecked.",
    )
    verification = fields.Selection(
        [("checked", "Checked"), ("unchecked", "Unchecked")], compute="_compute_verification"
    )

    # Leads with the series: it serves the look-up of a rule's rates too.
    _reference_date_uniq = models.Constraint(
        "UNIQUE (reference_id, date_from)",
        "A reference has one rate from a given day on. "
        "Change the row of that day instead of adding another.",
    )

    @api.depends("date_from", "reference_id")
    def _compute_date_to(self):
        for row in self:
            months = row.reference_id.months
            if row.date_from and months:
                row.date_to = row.date_from + relativedelta(months=months, days=-1)
            else:
                row.date_to = False

    @api.depends("checked_on")
    def _compute_verification(self):
        for row in self:
            row.verification = "checked" if row.checked_on else "unchecked"

    @api.depends("reference_id", "date_from")
    def _compute_display_name(self):
        for row in self:
            day = format_date(self.env, row.date_from)
            row.display_name = f"{row.reference_id.display_name or ''} {day}".strip()

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for row in self:
            if row.date_to and row.date_to < row.date_from:
                raise ValidationError(
                    self.env._(
                        "The rate “%(rate)s” ends before it begins. Enter a later last day, "
                        "or leave it empty if the rate holds until the next one.",
                        rate=row.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: what was asked for may be entered now.
        rows = super().create(vals_list)
        rows.reference_id._close_gaps()
        return rows

    def write(self, vals):
        # EXTENDS the guard: the same.
        result = super().write(vals)
        if vals.keys() & {"date_from", "date_to", "reference_id"}:
            self.reference_id._close_gaps()
        return result

    def _as_reference(self):
        """The row as a value for the pure rule."""
        self.ensure_one()
        return ReferenceRate(self.date_from, as_decimal(self.rate), self.date_to or None)
