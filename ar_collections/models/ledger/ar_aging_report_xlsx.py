import io
import json
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import json_default

from ...tools.aging_xlsx import MAX_ITEMS, AgingBook


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
        query = self._prepare_query(**options)
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
        with AgingBook(output, self._get_xlsx_texts(query, report)) as book:
            book.write_totals(report, self._get_xlsx_tie_outs(report))
            book.write_items(items)
        return output.getvalue()

    def _get_xlsx_tie_outs(self, report):
        if not report["tie_out"]:
            return []
        return [
            (figures["currency"], self._get_tie_out_words(figures))
            for figures in report["tie_out"]["by_currency"]
        ]

    def _get_xlsx_texts(self, query, report):
        """Titles and labels, in the reader's language."""
        _ = self.env._
        items = {
            "partner": _("Customer"),
            "name": _("Document"),
            "ref": _("Reference"),
            "invoice_date": _("Invoice Date"),
            "date": _("Accounting Date"),
            "date_due": _("Due Date"),
            "days": _("Days"),
            "age": _("Age"),
            "salesperson": _("Salesperson"),
            "company": _("Company"),
            "residual_currency": _("Open Amount"),
            "currency": _("Currency"),
            "residual": _("Open in Company Currency"),
            "company_currency": _("Company Currency"),
        }
        return {
            "totals_sheet": _("Aging"),
            "items_sheet": _("Items"),
            "title": self._get_title(query),
            "companies": self._get_company_names(query),
            "words": self._get_words(query) + report["notes"],
            "first": self._get_dimensions()[query.group_by].label,
            "currency": _("Currency"),
            "buckets": report["buckets"],
            "credits": _("Credits") if query.credits == "apart" else None,
            "total": _("Total"),
            "previous": [_("Before"), _("Change")] if query.compare_to else [],
            "tie_out": _("Tie-out to the general ledger"),
            "items": items,
        }
