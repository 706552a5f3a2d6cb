"""What figures of a customer have in common: they are of a day, and get too old."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.base.schedule import is_stale


class ArCreditEvidence(models.AbstractModel):
    """Something that is known of a customer as of a day. Who inherits it says which setting of
    the company tells its age, and how to say that its day is to come."""

    _name = "ar.credit.evidence"
    _inherit = ["ar.guard.mixin"]
    _description = "Evidence of a Day"

    _stale_setting = None

    company_id = fields.Many2one("res.company")
    date = fields.Date(required=True, index=True)
    stale = fields.Boolean(compute="_compute_stale", help="Older than the company accepts.")

    @api.depends("date", "company_id")
    def _compute_stale(self):
        for evidence in self:
            company = evidence.company_id or self.env.company
            evidence.stale = is_stale(
                evidence.date, company._ar_today(), company[self._stale_setting]
            )

    @api.constrains("date")
    def _check_date(self):
        for evidence in self:
            if evidence.date > evidence.company_id._ar_today():
                raise ValidationError(evidence._say_future())

    def _say_future(self):
        """Why a day to come is refused, and which day is wanted."""
        raise NotImplementedError
