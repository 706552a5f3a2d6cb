"""The aging of any day: what the report gives to screen, paper, workbook and other code."""

from odoo import api, models

from ....tools.ledger.aging import bucket_labels
from ....tools.ledger.aging_rows import build_rows, build_totals, with_previous


class ArAgingReport(models.AbstractModel):
    """The aging of any day, in any view, tied to the general ledger.

    Screen, PDF and XLSX show the rows of ``get_aging``; the items behind a row come from
    ``get_items``, how they tie to the ledger from ``get_tie_out``. All of it is added up in
    SQL from what the reader of open items gives.

    Options of all three, by keyword:

    - ``then_by``: a second level; rows have ``children``
    - ``limits``: text "15,30" or list of days, instead of the scheme's
    - ``basis``: 'due' or 'invoice', instead of the scheme's
    - ``credits``: 'included' in the buckets or 'apart', instead of the scheme's
    - ``currency``: 'company' (default), or 'document': rows per currency of the items
    - ``only_overdue``: leave out items whose due date has not passed
    - ``hide_credits``: leave out items that are credits
    - ``min_amount``: leave out rows whose total is smaller, in the row's currency, on the day and
      on the one it is compared with
    - ``filters``: {group_by name: [keys]}, only items with these; False for none
    - ``compare_to``: an earlier day; ``previous`` and ``delta`` of each row
    - ``tie_out``: False leaves it out, and its reading of the whole ledger
    - ``unfold``: on paper, the rows whose items are printed: True for all, or {row: True, or the
      index of the only bucket}; a row is "key-currency id", one of a second level stands after
      that of the first and a slash
    """

    _name = "ar.aging.report"
    _description = "Aging Report"

    # -- the report --------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_aging(
        self,
        as_of=None,
        company_ids=None,
        partner_ids=None,
        scheme_id=None,
        group_by="partner",
        **options,
    ):
        """What is owed on a day, by age.

        :param as_of: date or ISO text, the end of that day; None for the company's today.
            A day to come takes what is dated until then and ages it to that day
        :param company_ids: companies of the user; None for those switched on
        :param partner_ids: customers, or contacts of customers; None for all
        :param scheme_id: an ``ar.aging.scheme``; None for the company's
        :param group_by: partner, salesperson, company, currency, account, country, tag,
            or what later rooms add (``get_dimensions``). A customer with several tags
            stands once, under their combination
        :param options: see the class
        :return: {'as_of', 'buckets': labels, the first is what is not due,
            'rows': [{'key', 'name', 'currency', 'currency_id', 'buckets', 'credits', 'total',
            'previous', 'delta', 'count', 'children'}] by name, one per key and currency,
            'totals': like a row, of all rows; its figures are False when there are several
            currencies, 'totals_by_currency': [the same, one per currency],
            'tie_out': see ``get_tie_out``, 'notes': [sentences], 'options'}.
            ``credits`` is what stands in no bucket: buckets + credits = total
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: for a request that cannot be understood, in a sentence
        """
        query = self._prepare_query(as_of, company_ids, partner_ids, scheme_id, group_by, **options)
        return self._build_report(query)

    def _read_compared(self, query, scope):
        """(leaves to show, with what they were on the earlier day if there is one; hidden ones)"""
        leaves, hidden = self._read_leaves(query, scope)
        if query.compare_to:
            earlier, _hidden = self._read_leaves(
                query, self._prepare_scope(query, query.compare_to)
            )
            leaves = with_previous(leaves, earlier)
        return leaves, hidden

    def _build_report(self, query):
        """The report of a checked request."""
        scope = self._prepare_scope(query, query.as_of)
        leaves, hidden = self._read_compared(query, scope)
        digits = self._get_digits(leaves + hidden, query)
        width = len(query.limits) + 2
        rows, kept = build_rows(leaves, width, digits, bool(query.then_by), query.min_amount)
        self._name_rows(rows, query)
        totals = build_totals(kept, width, digits, self._get_home_currencies(query, kept))
        self._name_currencies(totals)
        totals.sort(key=lambda total: total["currency"])
        owed = leaves + hidden
        return {
            "as_of": query.as_of,
            "buckets": self._get_labels(query),
            "rows": rows,
            "totals": self._sole_total(totals, width),
            "totals_by_currency": totals,
            "tie_out": query.tie_out and self._get_tie_out(query, scope, owed, kept, digits),
            "notes": self._get_notes(query, scope, owed),
            "options": self._get_options(query),
        }

    # -- what is said around the figures -----------------------------------------------

    def _get_labels(self, query):
        """Titles of the buckets."""
        not_due = self.env._("Not due") if query.basis == "due" else self.env._("Same day")
        return bucket_labels(query.limits, not_due=not_due, over=self.env._("Over %s"))

    def _get_options(self, query):
        """The request as it was understood, in values that ``get_aging`` takes."""
        options = query._asdict()
        options["limits"] = list(query.limits)
        options["company_ids"] = list(query.company_ids)
        # A salesperson's own customers are understood: they need not be asked for again.
        everybody = query.partner_ids is None or self._is_everybody(query.partner_ids)
        options["partner_ids"] = None if everybody else list(query.partner_ids)
        return {name: False if value is None else value for name, value in options.items()}

    def _get_home_currencies(self, query, leaves):
        """Currencies that have a total in any case: the company's, if nothing is open."""
        if leaves:
            return []
        return self.env["res.company"].sudo().browse(query.company_ids[:1]).currency_id.ids

    def _get_digits(self, leaves, query):
        """Decimals of the currencies: {id: number}."""
        ids = {leaf.currency for leaf in leaves} | {leaf.company_currency for leaf in leaves}
        currencies = self.env["res.currency"].sudo().browse(sorted(ids))
        currencies |= self.env["res.company"].sudo().browse(query.company_ids).currency_id
        return {currency.id: max(currency.decimal_places, 2) for currency in currencies}

    def _sole_total(self, totals, width):
        """The total, or one without figures when there are several currencies."""
        if len(totals) == 1:
            return totals[0]
        figures = ("credits", "total", "previous", "delta", "currency", "currency_id")
        count = sum(total["count"] for total in totals)
        return {"buckets": [False] * width, **dict.fromkeys(figures, False), "count": count}
