"""The collection report on paper: what the page is given."""

from odoo import api, models


class ReportArKpi(models.AbstractModel):
    _name = "report.ar_collections.report_ar_kpi"
    _description = "Collection Report on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The values of the template; ``data['kpi']`` are the options of ``get_pdf_action``."""
        return self.env["ar.kpi"]._get_print_values((data or {}).get("kpi", {}))
