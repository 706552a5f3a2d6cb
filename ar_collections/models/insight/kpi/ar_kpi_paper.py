"""The collection report on paper."""

import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import json_default
from odoo.tools.misc import format_amount, formatLang

ARGUMENTS = {"date_from", "date_to", "company_ids"}


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    @api.model
    def get_pdf_action(self, date_from, date_to, company_ids=None):
        """The action that prints the collection report of a period; see ``get_kpis``."""
        request = self._prepare_request(date_from, date_to, company_ids)
        [period] = request.periods
        options = {
            "date_from": period.first,
            "date_to": period.last,
            "company_ids": request.company_ids,
        }
        data = {"kpi": json.loads(json.dumps(options, default=json_default))}
        report = self.env.ref("ar_collections.action_report_ar_kpi")
        return report.report_action([], data=data, config=False)

    def _understand(self, options):
        """The request that came as JSON, in an address: it may hold anything."""
        if not isinstance(options, dict) or set(options) - ARGUMENTS:
            raise UserError(self.env._("The options of the report cannot be read."))
        return self._prepare_request(
            options.get("date_from"), options.get("date_to"), options.get("company_ids")
        )

    def _get_print_values(self, options):
        """What the template shows: sections of texts."""
        request = self._understand(options)
        currency = self._get_currency(request)
        return {
            "title": self._get_title(request),
            "companies": self._get_company_words(request),
            "currency": currency.name,
            "sections": [
                {
                    "title": section["title"],
                    "note": section["note"],
                    "columns": [
                        {"title": title, "is_text": kind == "text"}
                        for title, kind in section["columns"].values()
                    ],
                    "rows": [
                        [
                            {
                                "text": self._print_value(row, name, kind, currency),
                                "is_text": kind == "text",
                                "bar": max(round(row[name]), 0) if kind == "bar" else None,
                            }
                            for name, (_title, kind) in section["columns"].items()
                        ]
                        for row in section["rows"]
                    ],
                }
                for section in self._get_sections(request)
            ],
        }

    def _get_company_words(self, request):
        return ", ".join(self.env["res.company"].sudo().browse(request.company_ids).mapped("name"))

    def _print_value(self, row, name, kind, currency):
        value = row[name]
        if kind == "text":
            return value or ""
        if kind == "bar":
            return ""
        if kind == "amount":
            return format_amount(self.env, value, currency)
        if kind == "number":
            return formatLang(self.env, value, digits=0)
        return self._format_value(value, row["unit"] if kind == "unit" else kind)
