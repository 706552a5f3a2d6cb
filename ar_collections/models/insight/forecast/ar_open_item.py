"""When an open item is expected, for a page of the list; and the items behind a week of the
forecast."""

from odoo import fields, models

from ...base import arguments

# Of a question: see ``_find_expected`` of ``ar.forecast``.
PARTS = 2


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    # Read for the rows shown alone, and so not sorted by.
    forecast_date = fields.Date(
        string="Expected On",
        compute="_compute_forecast",
        help="The day by which it is as likely paid as not: as agreed, else as the customer pays. "
        "Empty: nothing is expected of it by habit (insolvency, lawyer, court, agency).",
    )
    forecast_low = fields.Date(
        string="Expected From",
        compute="_compute_forecast",
        help="It is paid between this day and the next one in 80 of 100 cases.",
    )
    forecast_high = fields.Date(
        string="Expected Until",
        compute="_compute_forecast",
        help="It is paid between the day before and this one in 80 of 100 cases.",
    )
    forecast_late = fields.Float(
        string="Chance to Be Late",
        compute="_compute_forecast",
        aggregator=None,
        help="The chance that it is paid after its due date, or the agreed one.",
    )
    forecast_why = fields.Char(
        string="Why Expected Then",
        compute="_compute_forecast",
        help="What the days from the due date are made of: all customers, this one, the item.",
    )
    # Only searched: a list of ids would go to the browser and back.
    forecast_of = fields.Char(
        string="Behind a Week of the Forecast",
        compute="_compute_forecast_of",
        search="_search_forecast_of",
    )

    def _compute_forecast(self):
        forecast = self.env["ar.forecast"]
        found = {}
        for company, items in self.grouped("company_id").items():
            partners = items.sudo().partner_id.ids
            found |= forecast._read_told(company.sudo(), partners) if partners else {}
        for item in self:
            told = found.get(item.id)
            item.forecast_date = told and told.expected
            item.forecast_low = told and told.low
            item.forecast_high = told and told.high
            item.forecast_late = told.late if told else 0.0
            item.forecast_why = forecast._say_why(told) if told else False

    def _compute_forecast_of(self):
        self.forecast_of = False

    def _search_forecast_of(self, operator, value):
        find = self.env["ar.forecast"]._find_expected
        return arguments.search_question(self.env, operator, value, PARTS, find)
