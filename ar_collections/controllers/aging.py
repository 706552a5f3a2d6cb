"""The aging report as a workbook, and its PDF under a name that says the day."""

import json

from werkzeug.exceptions import BadRequest
from werkzeug.urls import url_parse

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.web.controllers.report import ReportController

MOST_OPTIONS = 100_000
PDF = "ar_collections.report_ar_aging"
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
            options = json.loads(options[:MOST_OPTIONS])
            if not isinstance(options, dict):
                raise ValueError(options)
        except (RecursionError, ValueError) as error:
            raise BadRequest(request.env._("The options of the report cannot be read.")) from error
        report = request.env["ar.aging.report"]
        name = report._get_title(report._understand(options)) + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(report._get_xlsx(options), headers)


class AgingPdfController(ReportController):
    @http.route()
    def report_download(self, data, *args, **kwargs):
        # OVERRIDE: a report without records is called by its name alone; the file tells the day.
        response = super().report_download(data, *args, **kwargs)
        name = self._get_aging_name(data) if response else None
        if name:
            response.headers["Content-Disposition"] = content_disposition(name)
        return response

    def _get_aging_name(self, data):
        """The name of the file of an aging report, None of another report, or where the request
        cannot be read: what is wrong with it stands in the answer then."""
        try:
            url = url_parse(json.loads(data)[0])
            if not url.path.endswith(f"/{PDF}"):
                return None
            options = json.loads(url.decode_query().get("options") or "{}") or {}
            report = request.env["ar.aging.report"]
            return report._get_title(report._understand(options.get("aging", {}))) + ".pdf"
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError, UserError):
            return None
