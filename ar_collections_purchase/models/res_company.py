"""Whether and when a company asks its suppliers for invoices that are missing."""

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.ar_collections.models.base import guarded

# Days that a step may wait for.
MOST_DAYS = 365
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_supplier_invoices = guarded.Boolean(
        string="Ask Suppliers for Missing Invoices",
        groups=guarded.SETTINGS,
        help="Suppliers who delivered and did not invoice are asked by e-mail, reminded, called, "
        "and told to somebody in charge.",
    )
    ar_supplier_start = guarded.Date(
        string="Orders Confirmed From",
        groups=guarded.SETTINGS,
        help="Older orders are not asked about. Empty: none is.",
    )
    ar_supplier_wait_days = guarded.Integer(
        string="Days before Asking",
        default=7,
        groups=guarded.SETTINGS,
        help="So long an invoice may come by itself after it was found missing.",
    )
    ar_supplier_reply_days = guarded.Integer(
        string="Days to Answer",
        default=7,
        groups=guarded.SETTINGS,
        help="The deadline of each e-mail; the same time passes between the call and whom it is "
        "told to.",
    )
    ar_supplier_call_weekday = guarded.Selection(
        [(str(number), name) for number, name in enumerate(WEEKDAYS)],
        string="Day of Calls",
        default="3",
        required=True,
        groups=guarded.SETTINGS,
    )
    ar_supplier_call_hour = guarded.Float(
        string="Hour of Calls", default=10.0, groups=guarded.SETTINGS
    )
    ar_supplier_escalation_id = guarded.Many2one(
        "res.users",
        string="Told in the End",
        domain="[('share', '=', False)]",
        groups=guarded.SETTINGS,
        help="Empty: the buyer's lead in collections, or a collections manager.",
    )

    @api.constrains("ar_supplier_wait_days", "ar_supplier_reply_days", "ar_supplier_call_hour")
    def _check_ar_supplier_days(self):
        for company in self.sudo():
            days = (company.ar_supplier_wait_days, company.ar_supplier_reply_days)
            hour = company.ar_supplier_call_hour
            if not all(0 <= one <= MOST_DAYS for one in days) or not 0 <= hour < 24:
                raise ValidationError(
                    self.env._(
                        "The requests for suppliers' invoices of %(company)s wait from 0 to "
                        "%(most)s days, and calls are made at an hour from 0 to 23:59.",
                        company=company.name,
                        most=MOST_DAYS,
                    )
                )
