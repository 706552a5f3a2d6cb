"""What of the customer's assets a court has secured."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCasePreservation(models.Model):
    """An account, goods or land that the customer cannot dispose of until a day; somebody is told
    before it ends, for it has to be renewed."""

    _name = "ar.case.preservation"
    _inherit = ["ar.guard.mixin"]
    _description = "Asset Preservation"
    _order = "case_id, date_to, id"
    _writable = {NEW: ("case_id",), ANY: SETTINGS}
    _logged = ("case_id", "name", "amount", "status", "date_from", "date_to")

    case_id = fields.Many2one("ar.case", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="Asset", required=True)
    court_id = fields.Many2one("ar.case.court")
    amount = fields.Monetary(help="How much it secures.")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until", help="Empty: until it is lifted.")
    status = fields.Selection(
        [
            ("asked", "Asked for"),
            ("granted", "In force"),
            ("refused", "Refused"),
            ("lifted", "Lifted"),
        ],
        default="asked",
        required=True,
    )
    told_until = fields.Date(readonly=True, copy=False, help="End that somebody was told of.")

    @api.constrains("amount", "date_from", "date_to")
    def _check_figures(self):
        for one in self:
            early = one.date_from and one.date_to and one.date_to < one.date_from
            if one.amount < 0 or early:
                raise ValidationError(
                    self.env._(
                        "The preservation of %(asset)s in %(case)s: its amount is not negative, "
                        "and it does not end before it begins.",
                        asset=one.name,
                        case=one.case_id.display_name,
                    )
                )
