"""The figures that are watched: of customers, of the company, and the key figures."""

from datetime import timedelta

from odoo import api, models

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest
from .ar_alert_rule import COMPANY, Indicator

# Days back of which key figures are told.
KPI_DAYS = 90
# Kinds of the worklist that have a name of their own here.
NAMED = ("age", "limit_used", "broken_promise")


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _get_indicators(self):
        # EXTENDS the room itself
        return {
            **super()._get_indicators(),
            **self._get_indicators_of_customers(),
            **self._get_indicators_of_worklist(),
            **self._get_indicators_of_companies(),
        }

    @api.model
    def _get_indicators_of_customers(self):
        return {
            "days_overdue": Indicator(self.env._("Days overdue"), "days", kind="age"),
            "overdue": Indicator(self.env._("Amount overdue"), "amount"),
            "limit_used": Indicator(
                self.env._("Share of the credit limit used"), "percent", kind="limit_used"
            ),
            "broken_promises": Indicator(
                self.env._("Promises broken within a year"), "number", kind="broken_promise"
            ),
            "late_chance": Indicator(self.env._("Chance not to be paid in 30 days"), "percent"),
        }

    @api.model
    def _get_indicators_of_worklist(self):
        """What makes a customer urgent, as its rules find it."""
        return {
            f"worklist_{code}": Indicator(
                self.env._("%(kind)s: %(figure)s", kind=kind.name, figure=kind.figure),
                kind.unit,
                at_most=kind.at_most,
                kind=code,
            )
            for code, kind in self.env["ar.worklist.rule"]._get_kinds().items()
            if kind.unit and code not in NAMED
        }

    @api.model
    def _get_indicators_of_companies(self):
        own = {
            f"kpi_{code}": Indicator(kpi.label, kpi.unit, COMPANY, kpi.better == "high", code)
            for code, kpi in self.env["ar.kpi"]._get_kpis().items()
        }
        return {
            "company_overdue": Indicator(self.env._("Overdue of all customers"), "amount", COMPANY),
            "portfolio": Indicator(self.env._("Exposure of the portfolio cap"), "percent", COMPANY),
            "cash": Indicator(
                self.env._("Cash above the least, low forecast"), "amount", COMPANY, True
            ),
            **own,
        }

    # -- of customers ------------------------------------------------------------------

    def _measure_overdue(self, watch):
        return self._read_accounts(watch, "overdue")

    def _read_accounts(self, watch, name):
        """{profile id: a figure of what it owes}."""
        totals = self._get_worklist_scope(watch).totals
        return {id_: total[name] for id_, total in totals.items()}

    def _read_kind(self, kind, watch):
        """{profile id: figure} as the worklist tells it, of whoever one of these rules may be
        about."""
        limits = self.mapped("threshold")
        rules = self.env["ar.worklist.rule"].sudo()
        at_most = rules._get_kinds()[kind].at_most
        least = max(limits) if at_most else min(0, *limits)
        find = getattr(rules, f"_find_{kind}")
        return {
            id_: fact.value for id_, fact in find(self._get_worklist_scope(watch), least).items()
        }

    def _get_worklist_scope(self, watch):
        """Accounts and totals of a company, read once while its rules are looked at."""
        return self._get_worklist()._get_scope(watch.company)

    def _get_worklist(self):
        return self.env["ar.worklist"].sudo()

    def _measure_late_chance(self, watch):
        """As the last night has told, of who still owes something overdue."""
        owing = [id_ for id_, value in self._read_accounts(watch, "overdue").items() if value > 0]
        profiles = self.env["ar.profile"].sudo().browse(owing).filtered("late_chance_on")
        return {profile.id: 100 * profile.late_chance for profile in profiles}

    # -- of the company ----------------------------------------------------------------

    def _measure_company_overdue(self, watch):
        return {False: sum(self._read_accounts(watch, "overdue").values())}

    def _measure_portfolio(self, watch):
        """Percent of the cap; without one nothing can be told."""
        company = watch.company.sudo()
        cap = company.ar_credit_cap
        return {False: 100 * company._ar_portfolio() / cap if cap else None}

    def _measure_cash(self, watch):
        """The lowest balance of the weeks to come if the low end of the forecast comes, less the
        least cash of the company."""
        page = self.env["ar.forecast"].sudo()._prepare_company_page(watch.company)
        lowest = min(week["balance_low"] for week in page["weeks"])
        return {False: lowest - page["minimum"]}

    def _read_kpi(self, watch, code):
        """{False: figure} of the last days; all that are watched are read at once."""
        key = ("kpis", watch.company.id)
        figures = self._get_worklist()._keep(key, lambda: self._read_kpis(watch))
        return {False: figures[code]}

    def _read_kpis(self, watch):
        period = Period(watch.today - timedelta(days=KPI_DAYS - 1), watch.today)
        request = KpiRequest((watch.company.id,), (period,))
        [figures] = self.env["ar.kpi"].sudo()._measure(request, watch.kpis).values()
        return {code: figure["value"] for code, figure in figures.items()}
