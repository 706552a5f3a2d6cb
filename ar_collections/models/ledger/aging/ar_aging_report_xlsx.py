"""The aging as a workbook."""

import io
import json
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import json_default

from ....tools.ledger.aging_xlsx import MAX_ITEMS, AgingBook


class ArAgingReport(models.AbstractModel):
    """The report as a workbook: a sheet of the rows of ``get_aging``, one of the items."""

    _inherit = "ar.aging.report"

    @api.model
    def get_xlsx_action(self, **options):
        """The action that downloads the workbook for the options of ``get_aging``."""
        text = json.dumps(options, default=json_default)
        return {
            "type": "ir.actions.act_url",
            "url": "/ar_collections/aging/xlsx?" + urlencode({"options": text}),
            "target": "download",
        }

    @api.model
    def _get_xlsx(self, options):
        """The workbook, in bytes."""
        query = self._understand(options)
        report = self._build_report(query)
        items = self.get_items(**{**options, "as_of": query.as_of})
        if len(items) > MAX_ITEMS:
            raise UserError(
                self.env._(
                    "%(count)s items are more than a sheet can hold (%(limit)s). "
                    "Choose fewer customers or companies.",
                    count=len(items),
                    limit=MAX_ITEMS,
                )
            )
        output = io.BytesIO()
        decimals = self._get_decimals(report, items)
        with AgingBook(output, self._get_xlsx_texts(query, report), decimals) as book:
            book.write_totals(report, self._get_xlsx_tie_outs(report))
            book.write_items(items)
        return output.getvalue()

    def _get_decimals(self, report, items):
        """{code: decimals} of all currencies in a report and its items."""
        rows = [*report["rows"], *report["totals_by_currency"]]
        rows += report["tie_out"]["by_currency"] if report["tie_out"] else []
        codes = {row["currency"] for row in rows}
        codes |= {item[name] for item in items for name in ("currency", "company_currency")}
        currencies = self.env["res.currency"].sudo().with_context(active_test=False)
        found = currencies.search([("name", "in", list(codes))])
        return {currency.name: currency.decimal_places for currency in found}

    def _get_xlsx_tie_outs(self, report):
        if not report["tie_out"]:
            return []
        return [
            (figures["currency"], figures["lines"]) for figures in report["tie_out"]["by_currency"]
        ]

    def _get_xlsx_texts(self, query, report):
        """Titles and labels, in the reader's language."""
        items = {
            "partner": self.env._("Customer"),
            "name": self.env._("Document"),
            "ref": self.env._("Reference"),
            "invoice_date": self.env._("Invoice Date"),
            "date": self.env._("Accounting Date"),
            "date_due": self.env._("Due Date"),
            "days": self.env._("Days"),
            "age": self.env._("Age"),
            "salesperson": self.env._("Salesperson"),
            "company": self.env._("Company"),
            "residual_currency": self.env._("Open Amount"),
            "currency": self.env._("Currency"),
            "residual": self.env._("Open in Company Currency"),
            "company_currency": self.env._("Company Currency"),
        }
        return {
            "totals_sheet": self.env._("Aging"),
            "items_sheet": self.env._("Items"),
            "title": self._get_title(query),
            "companies": self._get_company_names(query),
            "words": self._get_words(query) + report["notes"],
            "first": self._get_dimensions()[query.group_by].label,
            "currency": self.env._("Currency"),
            "buckets": report["buckets"],
            "credits": self.env._("Credits") if query.credits == "apart" else None,
            "total": self.env._("Total"),
            "previous": [self.env._("Before"), self.env._("Change")] if query.compare_to else [],
            "tie_out": self.env._("Tie-out to the general ledger"),
            "items": items,
        }
