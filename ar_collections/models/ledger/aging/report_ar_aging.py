"""The aging report on paper: what the page is given."""

from odoo import api, models


class ReportArAging(models.AbstractModel):
    _name = "report.ar_collections.report_ar_aging"
    _description = "Aging Report on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The values of the template; ``data['aging']`` are the options of ``get_aging``."""
        options = (data or {}).get("aging", {})
        return self.env["ar.aging.report"]._get_print_values(options)
