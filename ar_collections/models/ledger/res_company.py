import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.aging import DEFAULT_LIMITS, AgingLimitsError, parse_limits


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_aging_limits = fields.Char(
        string="Aging Limits",
        default="30,60,90,120",
        required=True,
        help="Last day of each aging bucket, in days overdue, separated by commas. "
        "30,60,90,120 gives: not due, 1-30, 31-60, 61-90, 91-120, over 120.",
    )

    @api.constrains("ar_aging_limits")
    def _check_ar_aging_limits(self):
        for company in self:
            try:
                parse_limits(company.ar_aging_limits)
            except AgingLimitsError as error:
                raise ValidationError(company._ar_limits_message(error)) from error

    def _ar_limits_message(self, error):
        """The sentence for limits that cannot be used, in the user's language."""
        reasons = {
            "empty": self.env._("no limit is given"),
            "number": self.env._("“%s” is not a whole number of days", error.value),
            "positive": self.env._("%s is not a positive number of days", error.value),
            "ascending": self.env._("%s does not come after a smaller limit", error.value),
            "many": self.env._("there are more than %s limits", error.value),
        }
        return self.env._(
            "The aging limits of %(company)s cannot be used: %(reason)s. "
            "Write ascending numbers of days, for example 30,60,90,120.",
            company=self.display_name,
            reason=reasons[error.code],
        )

    def _ar_today(self):
        """The company's calendar day, from its partner's time zone (UTC if it has none).

        The one clock of Collections: neither the server's zone nor the user's matters.

        :rtype: datetime.date
        """
        self.ensure_one()
        zone = pytz.timezone(self.sudo().partner_id.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    def _ar_limits(self):
        """The company's bucket limits in days; a tuple of ascending integers."""
        self.ensure_one()
        # A company made by SQL or by a faulty import must not take every screen down.
        try:
            return parse_limits(self.sudo().ar_aging_limits)
        except AgingLimitsError:
            return DEFAULT_LIMITS
