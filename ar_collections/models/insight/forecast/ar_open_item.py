"""The items behind a week of the forecast, for lists."""

from odoo import fields, models
from odoo.fields import Domain

from ...base import arguments

# Of a question: see ``_find_expected`` of ``ar.forecast``.
PARTS = 2


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    # Only searched: a list of ids would go to the browser and back.
    forecast_of = fields.Char(
        string="Behind a Week of the Forecast",
        compute="_compute_forecast_of",
        search="_search_forecast_of",
    )

    def _compute_forecast_of(self):
        self.forecast_of = False

    def _search_forecast_of(self, operator, value):
        if operator != "in":
            return NotImplemented
        find = self.env["ar.forecast"]._find_expected
        return Domain.OR(
            Domain("id", "in", find(*arguments.to_question(self.env, text, PARTS)))
            for text in value
            if text
        )
