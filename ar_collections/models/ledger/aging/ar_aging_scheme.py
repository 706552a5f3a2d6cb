"""Aging schemes: buckets, what an age counts from, and the place of credits."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.ledger.aging import DEFAULT_LIMITS, AgingLimitsError, parse_limits
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArAgingScheme(models.Model):
    """How ages are told: the buckets, what the age counts from, where credits stand."""

    _name = "ar.aging.scheme"
    _inherit = ["ar.guard.mixin"]
    _description = "Aging Scheme"
    _order = "sequence, name, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: every company may use the scheme.",
    )
    limits = fields.Char(
        string="Buckets",
        required=True,
        default=",".join(map(str, DEFAULT_LIMITS)),
        help="Last day of each bucket, in days, separated by commas. "
        "30,60,90,120 gives: not due, 1-30, 31-60, 61-90, 91-120, over 120.",
    )
    basis = fields.Selection(
        [("due", "Due date"), ("invoice", "Invoice date")],
        string="Age Counts From",
        required=True,
        default="due",
        help="Payments and entries without invoice date count from their accounting date.",
    )
    credits = fields.Selection(
        [("included", "In the buckets, by their age"), ("apart", "In a column of their own")],
        required=True,
        default="included",
        help="Where credit notes and payments on account are shown. "
        "The total is net of them either way.",
    )

    @api.constrains("limits")
    def _check_limits(self):
        for scheme in self:
            scheme._parse_limits(scheme.limits)

    def _get_limits(self):
        """The bucket limits in days; a tuple of ascending integers."""
        self.ensure_one()
        # A scheme made by SQL or by a faulty import must not take every screen down.
        try:
            return parse_limits(self.limits)
        except AgingLimitsError:
            return DEFAULT_LIMITS

    @api.model
    def _parse_limits(self, text):
        """The limits written in ``text``, checked.

        :raise ValidationError: in a sentence that names the scheme, if there is one
        """
        try:
            return parse_limits(text)
        except AgingLimitsError as error:
            raise ValidationError(self._limits_message(error)) from error

    def _limits_message(self, error):
        """The sentence for limits that cannot be used, in the user's language."""
        reasons = {
            "empty": self.env._("no limit is given"),
            "number": self.env._("“%s” is not a whole number of days", error.value),
            "positive": self.env._("%s is not a positive number of days", error.value),
            "ascending": self.env._("%s does not come after a smaller limit", error.value),
            "large": self.env._("%s days are more than a hundred years", error.value),
            "many": self.env._("there are more than %s limits", error.value),
        }
        return self.env._(
            "The aging limits of %(scheme)s cannot be used: %(reason)s. "
            "Write ascending numbers of days, for example 30,60,90,120.",
            scheme=self.display_name or self.env._("the report"),
            reason=reasons[error.code],
        )
