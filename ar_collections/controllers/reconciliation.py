"""The reconciliation statement as a workbook."""

from odoo import http
from odoo.http import content_disposition, request

from .aging import XLSX
from .forms import read_id


class ReconciliationController(http.Controller):
    @http.route(
        "/ar_collections/reconciliation/<int:reconciliation_id>/xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_xlsx(self, reconciliation_id):
        """The reconciliation statement as a workbook, for those who may read it."""
        reconciliation = (
            request.env["ar.reconciliation"].browse(read_id(reconciliation_id)).exists()
        )
        if not reconciliation:
            raise request.not_found()
        reconciliation.check_access("read")
        name = reconciliation._get_title() + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(reconciliation._get_xlsx(), headers)
