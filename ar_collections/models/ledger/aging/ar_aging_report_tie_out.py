"""The aging tied to the general ledger."""

from odoo import api, models

from ....tools.ledger.aging_rows import residual_by_currency
from ..open_item.ar_open_item_tie_out import FIGURES


class ArAgingReport(models.AbstractModel):
    """How the report ties to the general ledger.

    Like is compared with like: everything that the chosen customers owe to the chosen
    companies, whatever the request hides of it, in the companies' currency, with the
    balance of the trade receivable accounts that these customers and companies have.
    """

    _inherit = "ar.aging.report"

    @api.model
    @api.readonly
    def get_tie_out(self, *args, **options):
        """The tie-out of the report that ``get_aging`` gives for the same arguments.

        ``shown`` + ``hidden`` − ``exchange_pending`` − ``matched_elsewhere`` − ``ledger``
        = ``difference``, which is 0:

        - ``shown``: what the rows come to, ``hidden``: what the request leaves out of what
          the customers owe (``only_overdue``, ``min_amount``, filters …)
        - ``exchange_pending``: what exchange entries booked later for an earlier cause
          will change in the ledger
        - ``matched_elsewhere``: what has been taken off these items by matching with
          another customer's or another company's; 0 for whole companies
        - ``ledger``: the general ledger's balance at the end of the day
        - ``lines``: the same as [(label, amount)], as far as it says something

        :return: {the figures above, 'currency', 'currency_id', 'tied': whether nothing is
            unexplained, 'items': the unexplained items, 'by_currency': [the figures of
            each company currency]}; figures are False when there are several currencies
        """
        return self.get_aging(*args, **{**options, "tie_out": True})["tie_out"]

    def _get_tie_out(self, query, scope, leaves, kept, digits):
        figures = self._get_tie_out_figures(query, scope, leaves, kept, digits)
        self._name_currencies(figures)
        for figure in figures:
            figure["lines"] = self._get_tie_out_words(figure)
        sole = figures[0] if len(figures) == 1 else dict.fromkeys(figures[0], False)
        tied = not any(figure["difference"] for figure in figures)
        items = [] if tied else self._get_unexplained(query, scope)
        return {**sole, "tied": tied, "items": items, "by_currency": figures}

    def _get_tie_out_figures(self, query, scope, leaves, kept, digits):
        """The figures of each company currency."""
        owed = residual_by_currency(leaves, digits)
        shown = residual_by_currency(kept, digits)
        ledgers = self._get_ledgers(query, scope)
        result = []
        for currency, ledger in ledgers.items():
            rounded = {name: round(ledger[name], digits[currency]) for name in FIGURES}
            total = owed.get(currency, 0.0)
            difference = round(total - sum(rounded.values()), digits[currency])
            result.append(
                {
                    "currency_id": currency,
                    "shown": shown.get(currency, 0.0),
                    "hidden": round(total - shown.get(currency, 0.0), digits[currency]),
                    **rounded,
                    "difference": difference + 0.0,
                }
            )
        return result

    def _get_ledgers(self, query, scope):
        """{company currency id: sums of the companies' ledger figures}."""
        reader = self.env["ar.open.item"]
        by_company = {} if reader._is_empty(scope) else reader._read_ledger(scope)
        sums = {}
        for company in self.env["res.company"].sudo().browse(query.company_ids):
            figures = sums.setdefault(company.currency_id.id, dict.fromkeys(FIGURES, 0.0))
            for name in FIGURES:
                figures[name] += by_company.get(company.id, {}).get(name, 0.0)
        return sums

    def _get_unexplained(self, query, scope):
        """The items that explain a difference, with the customers' names and the currency."""
        items = self.env["ar.open.item"]._read_unexplained(scope)
        names = self._get_partner_names({item["partner_id"] for item in items} - {None})
        home = self._get_home(query)
        for item in items:
            item["partner"] = names.get(item["partner_id"], "")
            item["currency_id"] = home[item["company_id"]]
        return items
