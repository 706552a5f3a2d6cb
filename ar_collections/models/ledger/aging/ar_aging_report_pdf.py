"""The aging on paper."""

import json

from odoo import api, models
from odoo.tools import json_default
from odoo.tools.misc import formatLang


class ArAgingReport(models.AbstractModel):
    """The report on paper: the rows of ``get_aging`` as texts in the reader's language."""

    _inherit = "ar.aging.report"

    @api.model
    def get_pdf_action(self, **options):
        """The action that prints the report that ``get_aging`` gives for these options."""
        report = self.env.ref("ar_collections.action_report_ar_aging")
        data = {"aging": json.loads(json.dumps(options, default=json_default))}
        return report.report_action([], data=data, config=False)

    @api.model
    def _get_pdf(self, options):
        """The report as a PDF, in bytes."""
        report = self.env["ir.actions.report"]
        return report._render_qweb_pdf(
            "ar_collections.report_ar_aging", [], data={"aging": options}
        )[0]

    def _get_print_values(self, options):
        """What the template shows; figures are texts."""
        query = self._understand(options)
        report = self._build_report(query)
        columns = list(report["buckets"])
        if query.credits == "apart":
            columns.append(self.env._("Credits"))
        columns.append(self.env._("Total"))
        if query.compare_to:
            columns += [self.env._("Before"), self.env._("Change")]
        return {
            "title": self._get_title(query),
            "companies": self._get_company_names(query),
            "words": self._get_words(query) + report["notes"],
            "first_column": self._get_dimensions()[query.group_by].label,
            "columns": columns,
            "font_size": self._get_font_size(len(columns)),
            "currencies": len(report["totals_by_currency"]) > 1 or query.currency == "document",
            "rows": self._get_print_rows(query, report["rows"]),
            "totals": [self._get_print_row(query, total) for total in report["totals_by_currency"]],
            "tie_outs": self._get_print_tie_outs(report),
            "unexplained": self._get_print_unexplained(report),
        }

    def _get_font_size(self, columns):
        """In pixels: up to ten columns of amounts are set in 11, more in what their width
        allows for millions; below 5 nobody could read them."""
        return max(5, min(11, 115 // columns))

    def _get_print_rows(self, query, rows):
        """First level, each followed by its second."""
        printed = []
        for row in rows:
            printed.append({**self._get_print_row(query, row), "parent": bool(query.then_by)})
            for child in row.get("children", ()):
                printed.append({**self._get_print_row(query, child), "child": True})
        return printed

    def _get_print_row(self, query, row):
        amounts = list(row["buckets"])
        if query.credits == "apart":
            amounts.append(row["credits"])
        amounts.append(row["total"])
        if query.compare_to:
            amounts += [row["previous"], row["delta"]]
        return {
            "name": row.get("name"),
            "currency": row["currency"],
            "amounts": [self._print_amount(amount, row) if amount else "–" for amount in amounts],
        }

    def _print_amount(self, amount, row):
        """An amount with the decimals of its row's currency."""
        currency = self.env["res.currency"].sudo().browse(row["currency_id"])
        return formatLang(self.env, amount, digits=currency.decimal_places)

    def _get_print_tie_outs(self, report):
        if not report["tie_out"]:
            return []
        return [
            {
                "currency": figures["currency"],
                "lines": [
                    (label, self._print_amount(amount, figures))
                    for label, amount in figures["lines"]
                ],
            }
            for figures in report["tie_out"]["by_currency"]
        ]

    def _get_print_unexplained(self, report):
        if not report["tie_out"]:
            return []
        return [
            {**item, "difference": self._print_amount(item["difference"], item)}
            for item in report["tie_out"]["items"]
        ]


class ReportArAging(models.AbstractModel):
    _name = "report.ar_collections.report_ar_aging"
    _description = "Aging Report on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The values of the template; ``data['aging']`` are the options of ``get_aging``."""
        options = (data or {}).get("aging", {})
        return self.env["ar.aging.report"]._get_print_values(options)
