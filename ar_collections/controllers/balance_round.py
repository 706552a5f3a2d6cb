"""The summary of a confirmation round as a workbook."""

from odoo import http
from odoo.http import content_disposition, request

from .aging import XLSX
from .forms import read_id


class BalanceRoundController(http.Controller):
    @http.route(
        "/ar_collections/balance_round/<int:round_id>/xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_xlsx(self, round_id):
        """The summary of a round as a workbook, for those who may read it."""
        one = request.env["ar.balance.round"].browse(read_id(round_id)).exists()
        if not one:
            raise request.not_found()
        one.check_access("read")
        name = one._get_title() + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(one._get_xlsx(), headers)
