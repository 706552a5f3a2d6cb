"""The collection report as a workbook."""

import json

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

from .aging import MOST_OPTIONS, XLSX


class KpiController(http.Controller):
    @http.route(
        "/ar_collections/kpi/xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_xlsx(self, options="{}"):
        """The collection report of a period.

        :param options: {'date_from', 'date_to', 'company_ids'} as JSON, as
            ``ar.kpi.get_xlsx_action`` asks for it
        """
        try:
            options = json.loads(options[:MOST_OPTIONS])
        except (RecursionError, ValueError) as error:
            raise BadRequest(request.env._("The options of the report cannot be read.")) from error
        kpis = request.env["ar.kpi"]
        name = kpis._get_title(kpis._understand(options)) + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(kpis._get_xlsx(options), headers)
