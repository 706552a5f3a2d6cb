"""The screen of the forecast: receipts, cash plan, warnings, and what late payment costs."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import format_amount, format_date

DAYS_PER_YEAR = 365


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    @api.readonly
    def get_page(self, company_ids=None, weeks=13):
        """The forecast with the cash plan beside it.

        :return: as ``get_forecast``, and in each week 'planned' (in less out, of the cash plan),
            'balance' (expected at its end) and 'balance_low' (if the low end of each week
            comes); 'opening' (bank and cash today), 'minimum', 'rate', 'cost_day' (what overdue
            receivables cost a day) and 'cost_year', 'cap', 'exposure', 'warning' (a sentence,
            or False)
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        self.env["ar.cash.line"].check_access("read")
        page = self.get_forecast(company_ids, weeks)
        companies, day = self._prepare_request(company_ids, None)
        sudo = companies.sudo()
        currency = sudo.currency_id
        opening = self._read_cash(companies, day)
        balance = low = opening
        lines = self.env["ar.cash.line"].search(
            [("company_id", "in", companies.ids), ("date", ">=", day)]
        )
        for week in page["weeks"]:
            planned = sum(
                line.balance for line in lines if week["start"] <= line.date <= week["end"]
            )
            balance += week["expected"] + planned
            low += week["low"] + planned
            week["planned"] = currency.round(planned)
            week["balance"], week["balance_low"] = currency.round(balance), currency.round(low)
        rate = sum(sudo.mapped("ar_financing_rate")) / len(sudo)
        cost = max(page["overdue"], 0.0) * rate / 100
        page.update(
            opening=currency.round(opening),
            minimum=sum(sudo.mapped("ar_cash_minimum")),
            rate=rate,
            cost_day=currency.round(cost / DAYS_PER_YEAR),
            cost_year=currency.round(cost),
            cap=sum(sudo.mapped("ar_credit_cap")),
            exposure=currency.round(sum(company._ar_portfolio() for company in sudo)),
        )
        page["warning"] = self._say_warning(page, currency)
        return page

    def _say_warning(self, page, currency):
        """The first week in which cash may fall short, in a sentence; False if there is none."""
        for week in page["weeks"]:
            if currency.compare_amounts(week["balance_low"], page["minimum"]) < 0:
                return self.env._(
                    "In the week of %(day)s cash may fall to %(balance)s, below the least of "
                    "%(minimum)s.",
                    day=format_date(self.env, week["start"]),
                    balance=format_amount(self.env, week["balance_low"], currency),
                    minimum=format_amount(self.env, page["minimum"], currency),
                )
        return False

    def _read_cash(self, companies, day):
        """Balance of the accounts of bank and cash at the end of a day."""
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", companies.ids),
                    ("account_id.account_type", "=", "asset_cash"),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", day),
                ],
                [],
                ["balance:sum"],
            )
        )
        return groups[0][0] or 0.0

    @api.model
    def get_week_action(self, start, company_ids=None):
        """The open items whose expected day is in the week from ``start`` on; False: overdue."""
        companies, day = self._prepare_request(company_ids, None)
        if not start:
            return self._prepare_list(
                self.env._("Overdue"),
                [("date_due", "<", day), ("company_id", "in", companies.ids)],
            )
        first = self._to_day(start)
        last = first + timedelta(days=6)
        ids = [
            row["id"]
            for row in self.get_items(companies.ids)
            if first <= max(row["expected"], day) <= last
        ]
        name = self.env._("Expected in the week of %s", format_date(self.env, first))
        return self._prepare_list(name, [("id", "in", ids)])

    def _prepare_list(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "ar.open.item",
            "views": [[False, "list"], [False, "form"]],
            "domain": domain,
            "target": "current",
        }
