"""The aging on paper."""

import json
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import json_default
from odoo.tools.misc import format_date, formatLang

# Items on paper; a workbook holds more.
MOST_ITEMS = 5_000


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
            "words": self._get_words(query) + self._get_currency_words(report) + report["notes"],
            "first_column": self._get_dimensions()[query.group_by].label,
            "columns": columns,
            "font_size": self._get_font_size(len(columns)),
            "currencies": len(report["totals_by_currency"]) > 1 or query.currency == "document",
            "rows": self._get_print_rows(query, report["rows"], self._get_print_items(query)),
            "totals": [self._get_print_row(query, total) for total in report["totals_by_currency"]],
            "tie_outs": self._get_print_tie_outs(report),
            "unexplained": self._get_print_unexplained(report),
        }

    def _get_font_size(self, columns):
        """In pixels: up to ten columns of amounts are set in 11, more in what their width
        allows for millions; below 5 nobody could read them."""
        return max(5, min(11, 115 // columns))

    def _get_currency_words(self, report):
        """What the amounts are in, where no column says it."""
        totals = report["totals_by_currency"]
        return [self.env._("Amounts in %s", totals[0]["currency"])] if len(totals) == 1 else []

    def _get_print_items(self, query):
        """{place of a row: its items}; nothing where no row is unfolded."""
        if not query.unfold:
            return {}
        options = {**query._asdict(), "company_ids": list(query.company_ids)}
        options["limits"] = list(query.limits)
        items = self.get_items(**options)
        if len(items) > MOST_ITEMS:
            raise UserError(
                self.env._(
                    "%(count)s items are more than can be printed (%(limit)s). Fold the rows, "
                    "choose fewer customers, or take the workbook.",
                    count=len(items),
                    limit=MOST_ITEMS,
                )
            )
        by_document = query.currency == "document"
        places = defaultdict(list)
        for item in items:
            currency = item["currency"] if by_document else item["company_currency"]
            keys = [item["key"], item["then_key"]] if query.then_by else [item["key"]]
            place = (currency, *[key or None for key in keys])
            places[place].append(item)
        return places

    def _get_print_rows(self, query, rows, items):
        """First level, each followed by its second, and unfolded rows by their items."""
        printed = []
        for row in rows:
            own = self._name_place(row)
            printed.append({**self._get_print_row(query, row), "parent": bool(query.then_by)})
            if not query.then_by:
                printed += self._get_print_item_rows(query, own, (row,), items)
            for child in row.get("children", ()):
                printed.append({**self._get_print_row(query, child), "child": True})
                place = f"{own}/{self._name_place(child)}"
                printed += self._get_print_item_rows(query, place, (row, child), items)
        return printed

    @api.model
    def _name_place(self, row):
        """A row as the screen names it."""
        key = "false" if row["key"] in (None, False) else row["key"]
        return f"{key}-{row['currency_id']}"

    def _get_print_item_rows(self, query, place, path, items):
        """The items of one row, if it is unfolded; ``path`` is it and what stands above it."""
        if not query.unfold:
            return []
        unfold = {place: True} if query.unfold is True else query.unfold
        names = [name for name in (place, place.replace("false-", "null-")) if name in unfold]
        if not names:
            return []
        row, shown = path[-1], unfold[names[0]]
        own = items.get((row["currency"], *(one["key"] or None for one in path)), ())
        return [
            self._get_print_item(query, row, item)
            for item in own
            if shown is True or item["bucket"] == shown
        ]

    def _get_print_item(self, query, row, item):
        """One item: its amount under its age, and in the total."""
        places = [""] * (len(query.limits) + 2)
        amount = self._print_amount(item["amount"], row)
        apart = item["bucket"] is False
        if not apart:
            places[item["bucket"]] = amount
        if query.credits == "apart":
            places.append(amount if apart else "")
        places.append(amount)
        if query.compare_to:
            places += ["", ""]
        words = (item["name"], item["ref"], format_date(self.env, item["date_due"]))
        name = ", ".join(dict.fromkeys(filter(None, words)))
        return {"name": name, "currency": row["currency"], "amounts": places, "item": True}

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
