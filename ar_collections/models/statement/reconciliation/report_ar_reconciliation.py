"""The reconciliation statement on paper: what the page is given."""

from odoo import models


class ReportArReconciliation(models.AbstractModel):
    _name = "report.ar_collections.report_ar_reconciliation"
    _description = "Reconciliation Statement on Paper"

    def _get_report_values(self, docids, data=None):
        docs = self.env["ar.reconciliation"].browse(docids)
        docs.check_access("read")
        return {"docs": docs}
