import json

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AgingController(http.Controller):
    @http.route(
        "/ar_collections/aging/xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_xlsx(self, options="{}"):
        """The aging report as a workbook.

        :param options: what ``ar.aging.report.get_aging`` takes, as JSON
        """
        try:
            options = json.loads(options)
        except ValueError as error:
            raise BadRequest(request.env._("The options of the report cannot be read.")) from error
        if not isinstance(options, dict):
            raise BadRequest(request.env._("The options of the report cannot be read."))
        report = request.env["ar.aging.report"]
        query = report._prepare_query(**options)
        name = report._get_title(query) + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(report._get_xlsx(options), headers)
