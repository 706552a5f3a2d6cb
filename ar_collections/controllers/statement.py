from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementController(http.Controller):
    @http.route(
        "/ar_collections/statement/xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_statement_xlsx(self, ids=""):
        """Statements as a workbook.

        :param ids: their ids, separated by commas
        """
        numbers = [number for number in ids.split(",") if number]
        if not numbers or not all(one.isdecimal() and len(one) < 12 for one in numbers):
            raise BadRequest(request.env._("The statements to download cannot be read."))
        statements = request.env["ar.statement"].browse(map(int, numbers)).exists()
        statements.check_access("read")
        if not statements:
            raise BadRequest(request.env._("These statements are not there any more."))
        name = request.env._("Statements")
        if len(statements) == 1:
            name = statements._get_file_name()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ]
        return request.make_response(statements._get_xlsx(), headers)
