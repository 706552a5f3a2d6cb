"""The key figures on screen: cards, trend, tables, and the records behind each figure."""

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...base import arguments
from .ar_kpi_request import PERIOD, KpiRequest

TREND_MONTHS = 12
# What the first trend reads: of the ledger and its invoices alone. Others are asked for one by one.
TREND = (
    "dso",
    "bpdso",
    "add",
    "countback",
    "cei",
    "overdue_rate",
    "delay",
    "to_invoice",
    "to_send",
)
# The lists that show what is behind a figure, where it is not the model's own.
LISTS = {
    "account.move": "ar_collections.account_move_view_list_billing",
    "account.move.line": "ar_collections.account_move_line_view_list_aging",
    "ar.profile": "ar_collections.ar_profile_view_list_costs",
    "ar.dunning.notice.line": "ar_collections.ar_dunning_notice_line_view_list_behind",
}
# What a list of journal items shows beside, where its context names the days.
PARTS = {
    "figure_day": "ar_collections.account_move_line_view_list_aging_open_then",
    "figure_first": "ar_collections.account_move_line_view_list_aging_came_in",
}
# Columns of the table of groups, unless somebody chooses others.
COLUMNS = (
    "dso",
    "bpdso",
    "add",
    "cei",
    "overdue_rate",
    "delay",
    "at_risk",
    "promise_kept",
    "dispute_cycle",
    "effectiveness",
    "roll",
)


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    @api.model
    @api.readonly
    def get_dashboard(self, date_from=None, date_to=None, company_ids=None):
        """What the screen shows first.

        :param date_from, date_to: the period; None for the last three months until today
        :param company_ids: None for those switched on that have the currency of the main one
        :return: {'date_from', 'date_to', 'before': {'date_from', 'date_to'} of the period that it
            is compared with, 'currency_id', 'company_ids', 'cards': [{'code', 'label', 'unit',
            'formula', 'words': the formula in figures, 'better', 'convention', 'value',
            'previous'}], 'dimensions': {name: label}, 'trend': [codes that are read together],
            'columns': [codes of the table of groups at first], 'notes': [sentences]}
        """
        self._check_rights()
        companies, notes = self._get_screen_companies(company_ids)
        first, last = self._get_screen_days(date_from, date_to, companies)
        request = self._prepare_request(first, last, companies.ids)
        [period] = request.periods
        before = period.get_previous()
        found = self._measure(request._replace(periods=(period, before)))
        return {
            "date_from": period.first,
            "date_to": period.last,
            "before": {"date_from": before.first, "date_to": before.last},
            "currency_id": companies.currency_id.id,
            "company_ids": list(request.company_ids),
            "cards": self._get_cards(companies.currency_id, found[None, 0], found[None, 1]),
            "dimensions": self.get_dimensions(),
            "trend": list(TREND),
            "columns": list(COLUMNS),
            "notes": notes,
        }

    def _get_screen_companies(self, company_ids):
        """(companies of one currency, sentences about those that are left out)."""
        if company_ids:
            return self._get_companies(company_ids), []
        companies = self.env.companies
        same = companies.filtered(lambda one: one.currency_id == self.env.company.currency_id)
        if same == companies:
            return self._get_companies(same.ids), []
        names = ", ".join((companies - same).mapped("name"))
        words = self.env._("Without %s: their books are in another currency.", names)
        return self._get_companies(same.ids), [words]

    def _get_screen_days(self, date_from, date_to, companies):
        last = arguments.to_day(self.env, date_to) or companies[0]._ar_today()
        first = arguments.to_day(self.env, date_from)
        return first or last.replace(day=1) - relativedelta(months=2), last

    def _get_cards(self, currency, figures, previous):
        return [
            {
                "code": code,
                "label": kpi.label,
                "unit": kpi.unit,
                "formula": kpi.formula,
                "words": self._get_figure_words(currency, code, figures[code]),
                "better": kpi.better,
                "convention": kpi.convention,
                "value": figures[code]["value"],
                "previous": previous[code]["value"],
            }
            for code, kpi in self._get_kpis().items()
        ]

    @api.model
    @api.readonly
    def get_trend(self, date_to=None, company_ids=None, months=TREND_MONTHS, code=None):
        """Key figures month by month, CEI among them as the profession asks for it.

        :param date_to: the last day; its month may be a part of one
        :param code: of one figure; None for those that are read together
        :return: {'labels': months, 'values': {code: [a figure or None for each month]}}
        """
        self._check_rights()
        codes = self._to_codes([code]) if code else TREND
        companies, _notes = self._get_screen_companies(company_ids)
        _first, last = self._get_screen_days(None, date_to, companies)
        count = min(max(arguments.to_number(self.env, months, int), 1), 36)
        first = last.replace(day=1) - relativedelta(months=count - 1)
        request = self._prepare_request(first, last, companies.ids, PERIOD)
        found = self._measure(request, codes)
        places = range(len(request.periods))
        return {
            "labels": [
                format_date(self.env, period.last, date_format="MMM y")
                for period in request.periods
            ],
            "values": {
                code: [found[None, place][code]["value"] for place in places] for code in codes
            },
        }

    @api.model
    @api.readonly
    def get_groups(self, date_from, date_to, company_ids=None, by="collector", codes=None):
        """The table of groups.

        :param by: see ``get_kpis``
        :param codes: of the figures in its columns; None for those at first
        :return: {'by', 'label', 'columns': [{'code', 'label', 'unit', 'formula'}], 'formulas' of
            the two amounts, 'rows': [{'key', 'name', 'receivables', 'overdue', 'values': {code:
            value}, 'words': {code: the formula in figures}}] by name}
        """
        by = by or "collector"
        request = self._prepare_request(date_from, date_to, company_ids, by)
        codes = COLUMNS if codes is None else self._to_codes(codes)
        found = self._measure(request, {*codes, "dso", "overdue_rate"})
        currency = self.env["res.company"].sudo().browse(request.company_ids[0]).currency_id
        names = self._get_row_names(request, found)
        rows = [
            {
                "key": self._get_row_key(request, place),
                "name": names[place],
                "receivables": figures["dso"]["numerator"],
                "overdue": figures["overdue_rate"]["numerator"],
                "values": {code: figures[code]["value"] for code in codes},
                "words": {
                    code: self._get_figure_words(currency, code, figures[code]) for code in codes
                },
            }
            for place, figures in found.items()
        ]
        if by == PERIOD:
            rows.sort(key=lambda row: row["key"])
        else:
            rows.sort(key=lambda row: (not row["key"], row["name"].casefold()))
        return {
            "by": by,
            "label": self.get_dimensions()[by],
            "columns": self._get_columns(codes),
            "formulas": {
                "receivables": self.env._("Receivables at the end, less unallocated credits."),
                "overdue": self.env._("Of them, what is past its due date at the end."),
            },
            "rows": rows,
        }

    def _get_columns(self, codes):
        kpis = self._get_kpis()
        return [
            {
                "code": code,
                "label": kpis[code].label,
                "unit": kpis[code].unit,
                "formula": kpis[code].formula,
            }
            for code in codes
        ]

    def _to_codes(self, codes):
        """Codes of key figures, in their order.

        :raise UserError: there is no such figure
        """
        kpis = self._get_kpis()
        asked = codes if isinstance(codes, (list, tuple)) else [codes]
        for code in asked:
            if not isinstance(code, str) or code not in kpis:
                raise UserError(
                    self.env._(
                        "There is no key figure “%(code)s”. Choose one of %(codes)s.",
                        code=arguments.quote(code),
                        codes=", ".join(kpis),
                    )
                )
        return [code for code in kpis if code in asked]

    def _get_row_key(self, request, place):
        key, index = place
        return request.periods[index].first.isoformat() if request.by == PERIOD else key

    def _get_row_names(self, request, found):
        """{place: name}."""
        if request.by == PERIOD:
            return {
                place: format_date(self.env, request.periods[place[1]].last, date_format="MMMM y")
                for place in found
            }
        names = self._get_names(request.dimension, {key for key, _place in found})
        return {place: names.get(place[0], str(place[0])) for place in found}

    @api.model
    @api.readonly
    def get_tables(self, date_from, date_to, company_ids=None):
        """What stands below the groups: {'steps', 'levels', 'rolls', 'billing', 'costs',
        'yield_days', 'formulas': {figure: a sentence}}; see ``_read_steps``, ``_read_levels``,
        ``_measure_roll``, ``_get_billing``, ``_get_costs``."""
        request = self._prepare_request(date_from, date_to, company_ids)
        rolled = self._measure(request, ("roll",))[None, 0]["roll"]["buckets"]
        return {
            "steps": self._read_steps(request),
            "levels": self._read_levels(request),
            "rolls": [{**one, "name": self._get_roll_words(one["bucket"])} for one in rolled],
            "billing": self._get_billing(request),
            "costs": self._get_costs(request),
            "yield_days": self._get_yield_days(),
            "formulas": self._get_table_formulas(),
        }

    # -- the records behind a figure ---------------------------------------------------

    @api.model
    @api.readonly
    def get_drill_action(self, code, date_from, date_to, company_ids=None, by=None, key=None):
        """The action that shows the records behind a figure.

        :param by, key: of a row of ``get_groups``; None for all together
        :raise UserError: there is no such figure or group
        """
        self._to_codes([code])
        kpis = self._get_kpis()
        request = self._prepare_request(date_from, date_to, company_ids, by)
        if by == PERIOD:
            request = self._get_month_request(request, arguments.to_day(self.env, key))
        found = self._measure(request, (code,))
        wanted = (key or False if request.dimension else None, 0)
        # What came for a key may be anything, also what has no hash.
        figures = next((own for place, own in found.items() if place == wanted), None)
        if not figures:
            raise self._get_nothing_behind()
        [period] = request.periods
        name = f"{kpis[code].label}, {self._get_period_words(period)}"
        context = self._get_code_context(code, period)
        return self._get_figure_action(figures[code], name, context)

    def _get_month_request(self, request, day):
        """The request of one of its months."""
        periods = [one for one in request.periods if day and one.first <= day <= one.last]
        if not periods:
            raise UserError(self.env._("This month is not of the period. Open the page anew."))
        return KpiRequest(request.company_ids, tuple(periods))

    def _get_figure_action(self, figure, name, context=None, view=None):
        """The action that shows records.

        :param view: the list, if it is none of ``LISTS``
        """
        model, context = figure["res_model"], context or {}
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": figure["domain"],
            "views": [(False, "list"), (False, "form")],
            "context": {"create": False, "active_test": False, **context},
        }
        if model == "account.move.line":
            view = view or next((PARTS[one] for one in context if one in PARTS), None)
        if view := view or LISTS.get(model):
            action["views"] = [(self.env.ref(view).id, "list")]
        elif model == "ar.open.item":
            action["views"] = [(False, "list")]
        return action
