"""Statements of account as a workbook."""

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

from .forms import read_id

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_STATEMENTS = 1000


class StatementController(http.Controller):
    @http.route(
        "/ar_collections/statement/xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download_statement_xlsx(self, ids=""):
        """Statements as a workbook.

        :param ids: their ids, separated by commas
        """
        numbers = [read_id(number) for number in ids.split(",") if number]
        if not numbers or not all(numbers):
            raise BadRequest(request.env._("The statements to download cannot be read."))
        if len(numbers) > MOST_STATEMENTS:
            raise BadRequest(
                request.env._("Choose at most %s statements for a workbook.", MOST_STATEMENTS)
            )
        statements = request.env["ar.statement"].browse(numbers).exists()
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
