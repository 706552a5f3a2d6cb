"""The collection report as a workbook."""

import io
import json
from urllib.parse import urlencode

from odoo import api, models
from odoo.tools import json_default

from ....tools.insight.kpi_xlsx import KpiBook


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    @api.model
    def get_xlsx_action(self, date_from, date_to, company_ids=None):
        """The action that downloads the collection report of a period; see ``get_kpis``."""
        request = self._prepare_request(date_from, date_to, company_ids)
        [period] = request.periods
        options = {
            "date_from": period.first,
            "date_to": period.last,
            "company_ids": request.company_ids,
        }
        text = json.dumps(options, default=json_default)
        return {
            "type": "ir.actions.act_url",
            "url": "/ar_collections/kpi/xlsx?" + urlencode({"options": text}),
            "target": "download",
        }

    def _get_xlsx(self, options):
        """The workbook, in bytes."""
        request = self._understand(options)
        currency = self._get_currency(request)
        texts = {
            "title": self._get_title(request),
            "companies": self._get_company_words(request),
            "currency": currency.name,
            "total": self.env._("Total"),
        }
        output = io.BytesIO()
        with KpiBook(output, texts, currency.decimal_places) as book:
            for section in self._get_sections(request):
                book.add_section(section)
        return output.getvalue()
