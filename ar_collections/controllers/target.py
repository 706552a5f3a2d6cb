"""The basis of bonuses as a workbook."""

import re

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

from .aging import MOST_OPTIONS, XLSX


class TargetController(http.Controller):
    @http.route(
        "/ar_collections/target/xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_xlsx(self, ids=""):
        """Targets and what was attained.

        :param ids: ids of targets with commas between them, as ``ar.target.action_xlsx`` asks
        """
        if len(ids) > MOST_OPTIONS or not re.fullmatch(r"[0-9]{1,9}(,[0-9]{1,9})*", ids):
            raise BadRequest(request.env._("Choose targets in their list, and ask again."))
        asked = [int(id_) for id_ in ids.split(",")]
        targets = request.env["ar.target"].search([("id", "in", asked)])
        name = request.env._("Basis of Bonuses") + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(targets._get_xlsx(), headers)
