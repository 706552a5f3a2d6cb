"""The visits of a day, as a report."""

from odoo import api, models


class ReportArVisits(models.AbstractModel):
    _name = "report.ar_collections.report_ar_visits"
    _description = "List of Visits"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["ar.dispatch"].browse(docids)
        visits.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": visits._name,
            "docs": visits,
            "pages": visits._prepare_visit_pages(),
        }
