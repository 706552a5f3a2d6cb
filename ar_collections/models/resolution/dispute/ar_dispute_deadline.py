"""How many days there are to answer a dispute, by the customer's country."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDisputeDeadline(models.Model):
    """A rule; the first that fits applies. Where none does, it is the days of the company.

    None come with the add-on: the sources that were read for interest, limitation and bad debts
    name no day by which a business has to answer what another one disputes.
    """

    _name = "ar.dispute.deadline"
    _inherit = ["ar.guard.mixin"]
    _description = "Deadline of Disputes"
    _order = "sequence, id"
    _rec_name = "country_id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    sequence = fields.Integer(default=10)
    country_id = fields.Many2one("res.country", help="Of the customer. Empty: of any country.")
    reason_id = fields.Many2one(
        "ar.dispute.reason", ondelete="restrict", help="Empty: whatever the reason."
    )
    days = fields.Integer(required=True, default=14, help="Days from opening to the answer.")
    source = fields.Char(help="Where the days are from: a contract, an act, a letter of a lawyer.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")

    @api.constrains("days")
    def _check_days(self):
        for rule in self:
            if rule.days < 1:
                raise ValidationError(
                    self.env._(
                        "The deadline for %s is not a day ahead. Enter at least one day.",
                        rule.country_id.display_name or self.env._("all countries"),
                    )
                )

    def _fits(self, company, country, reason):
        self.ensure_one()
        return (
            (not self.company_id or self.company_id in company._ar_chain())
            and (not self.country_id or self.country_id == country)
            and (not self.reason_id or self.reason_id == reason)
        )
