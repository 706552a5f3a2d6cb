"""The screen of the forecast: receipts, cash plan, warnings, and what late payment costs."""

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ....tools.insight import receipts
from ...base import arguments
from .ar_forecast import MOST_WEEKS

DAYS_PER_YEAR = 365
# Customers whose costs are told at once.
MOST_COSTS = 80
# Parts of a week's receipts that are shown one by one.
MOST_PARTS = 200
# The probability of payment in a week from which an item is listed with it.
LEAST = 0.01


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    @api.readonly
    def get_page(self, company_ids=None, weeks=13):
        """The forecast with the cash plan beside it.

        :return: as ``get_forecast``, and in each week 'planned' (in less out, of the cash plan),
            'balance' (expected at its end) and 'balance_low' (what it is not below with 90 %:
            from the band of all receipts until then); 'opening' (bank and cash today),
            'minimum', 'rate', 'cost_day' (what overdue receivables cost a day) and 'cost_year',
            'cap', 'exposure', 'warning' (a sentence, or False)
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        self.env["ar.cash.line"].check_access("read")
        page = self.get_forecast(company_ids, weeks)
        companies, day = self._prepare_request(company_ids, None)
        sudo = companies.sudo()
        currency = sudo.currency_id
        opening = self._read_cash(companies, day)
        balance = opening
        lines = self.env["ar.cash.line"].search(
            [("company_id", "in", companies.ids), ("date", ">=", day)]
        )
        for week in page["weeks"]:
            planned = sum(
                line.balance for line in lines if week["start"] <= line.date <= week["end"]
            )
            balance += planned
            week["planned"] = currency.round(planned)
            week["balance"] = currency.round(balance + week["sum"])
            week["balance_low"] = currency.round(balance + week["sum_low"])
        cost, rate = self._read_cost(sudo, day, page["overdue"])
        page.update(
            opening=currency.round(opening),
            minimum=sum(sudo.mapped("ar_cash_minimum")),
            rate=rate,
            cost_day=currency.round(cost / DAYS_PER_YEAR),
            cost_year=currency.round(cost),
            **self._read_cap(sudo),
        )
        page["warning"] = self._say_warning(page, currency)
        return page

    def _read_cost(self, companies, day, overdue):
        """What overdue receivables cost a year, each company's at its own rate, and the rate in
        percent that this comes to.

        :param companies: as superuser
        :param overdue: of all together
        """
        rates = {company.id: company.ar_financing_rate for company in companies}
        parts = dict.fromkeys(rates, 0.0)
        if len(companies) == 1:
            parts[companies.id] = overdue
        else:
            for row in self._read_open(companies.sudo(False), day):
                if row["date_due"] < day:
                    parts[row["company_id"]] += row["residual"]
        cost = sum(max(part, 0.0) * rates[id_] / 100 for id_, part in parts.items())
        usual = sum(rates.values()) / len(rates)
        return cost, 100 * cost / overdue if overdue > 0 else usual

    def _read_cap(self, companies):
        """What may be owed, and what is: of the companies whose cap counts here, each with its
        branches; a cap above a branch is the one that counts, and is told to who may see that
        company. Without any cap: what is owed to all.

        :param companies: as superuser
        """
        holders = companies.browse()
        for company in companies:
            holders |= company._ar_chain().filtered("ar_credit_cap")[:1]
        counted = holders or companies
        # One below another one is counted there.
        tops = counted.filtered(lambda one: not (one._ar_chain() - one) & counted)
        seen = tops & self.env.companies if holders else tops
        return {
            "cap": sum(seen.mapped("ar_credit_cap")),
            "exposure": sum(company._ar_portfolio() for company in seen),
        }

    @api.model
    @api.readonly
    def get_costs(self, company_ids=None, limit=10):
        """The customers whose overdue receivables cost most, at the financing rate.

        :param limit: how many, at most 80
        :return: list of {'partner_id', 'company_id', 'partner', 'overdue', 'days' (of the oldest),
            'cost_day', 'cost_year'}, amounts in the companies' currency
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        self.env["ar.cash.line"].check_access("read")
        companies, _day = self._prepare_request(company_ids, None)
        most = min(max(arguments.to_number(self.env, limit, int), 1), MOST_COSTS)
        rates = {company.id: company.ar_financing_rate for company in companies.sudo()}
        items, currency = self.env["ar.open.item"], companies.sudo().currency_id
        totals = items._read_totals(companies.ids, items._allowed_partners(None))
        rows = [
            {
                "partner_id": partner_id,
                "company_id": company_id,
                "overdue": row["overdue"],
                "days": row["max_days_overdue"],
                "cost_day": row["overdue"] * rates[company_id] / 100 / DAYS_PER_YEAR,
                "cost_year": currency.round(row["overdue"] * rates[company_id] / 100),
            }
            for (partner_id, company_id), row in totals.items()
            if row["overdue"] > 0 and rates[company_id] and partner_id
        ]
        rows.sort(key=lambda row: (-row["cost_day"], row["partner_id"]))
        self._add_names(rows[:most])
        return rows[:most]

    @api.model
    def get_account_action(self, partner_id, company_id):
        """The account of a customer whose overdue receivables cost something."""
        ids = arguments.to_ids(self.env, [company_id])
        self.env["ar.open.item"]._check_companies(ids)
        partner = arguments.to_ids(self.env, [partner_id])
        domain = [("partner_id", "in", partner), ("company_id", "in", ids)]
        return self.env["ar.profile"].search(domain, limit=1)._get_records_action()

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
        """Balance at the end of a day of the accounts of bank and cash, and of those on which
        payments stand until the bank statement has them: that money is on its way."""
        journals = (
            self.env["account.journal"]
            .sudo()
            .search(
                [("company_id", "in", companies.ids), ("type", "in", ("bank", "cash", "credit"))]
            )
        )
        lines = journals.inbound_payment_method_line_ids | journals.outbound_payment_method_line_ids
        on_the_way = lines.payment_account_id.filtered(
            lambda account: account.account_type not in ("asset_receivable", "liability_payable")
        )
        accounts = Domain("account_id.account_type", "=", "asset_cash")
        accounts |= Domain("account_id", "in", on_the_way.ids)
        posted = Domain("parent_state", "=", "posted") & Domain("date", "<=", day)
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                Domain("company_id", "in", companies.ids) & posted & accounts, [], ["balance:sum"]
            )
        )
        return groups[0][0] or 0.0

    @api.model
    @api.readonly
    def get_week(self, start, company_ids=None):
        """What the receipts expected in a week are made of.

        :param start: its first day, as in ``get_page``
        :return: {'rows': the largest parts, each a dict of 'model', 'id' (to open it), 'partner',
            'name', 'due' (due or agreed day), 'residual' (what is open of it), 'chance' (of
            payment in that week), 'expected' (its part), 'told' and 'why' (when the item is
            expected, in words); 'count' (how many parts there are),
            'rest' (what those left out add up to), 'expected' (all of it, as in ``get_page``)}
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: it is no week that is to come
        """
        companies, day = self._prepare_request(company_ids, None)
        first, number = self._to_week(start, day)
        rows = self._read_open(companies, day)
        model, _learned = self._learn(companies, day)
        agreed, items = self._split_agreed(companies, rows, day)
        found = receipts.parts(model, [row["open"] for row in items], number, day)
        told = [self._prepare_part(items[place], *part) for place, part in found.items()]
        last = first + timedelta(days=6)
        told += [self._prepare_agreed(one) for one in agreed if first <= one.date <= last]
        told.sort(key=lambda row: (-row["expected"], row["due"], row["id"]))
        currency = companies.sudo().currency_id
        total = currency.round(sum(row["expected"] for row in told))
        shown = told[:MOST_PARTS]
        self._add_names(shown)
        self._add_told(companies, shown)
        for row in shown:
            row["expected"] = currency.round(row["expected"])
        rest = currency.round(total - sum(row["expected"] for row in shown))
        if shown and len(shown) == len(told):
            # What rounding has lost is the largest part's: what is shown adds up.
            shown[0]["expected"], rest = currency.round(shown[0]["expected"] + rest), 0.0
        return {"rows": shown, "count": len(told), "expected": total, "rest": rest}

    def _to_week(self, start, day):
        """The first day of a week of the forecast, and its number from today's on.

        :raise UserError: it is none
        """
        first = self._to_day(start) or day
        number = (first - day).days // 7
        if not 0 <= number < MOST_WEEKS:
            raise UserError(
                self.env._(
                    "The forecast tells of the %s weeks from today on. Choose one of them.",
                    MOST_WEEKS,
                )
            )
        return day + timedelta(days=7 * number), number

    def _prepare_part(self, row, chance, amount):
        return {
            "model": "account.move",
            "id": row["move_id"],
            "item_id": row["id"],
            "company_id": row["company_id"],
            "partner_id": row["partner_id"],
            "name": row["name"],
            "due": row["open"].due,
            "residual": row["residual"],
            "chance": chance,
            "expected": amount,
        }

    def _prepare_agreed(self, agreed):
        record = agreed.record if agreed.record._name == "ar.promise" else agreed.record.plan_id
        return {
            "model": record._name,
            "id": record.id,
            "item_id": False,
            "company_id": record.company_id.id,
            "partner_id": record.partner_id.id,
            "name": record.display_name,
            "due": agreed.date,
            "residual": agreed.amount,
            "chance": 1.0,
            "expected": agreed.amount,
        }

    def _add_names(self, rows):
        """The customers' names; who may read the items may read these."""
        partners = self.env["res.partner"].sudo().browse({row["partner_id"] for row in rows})
        names = {partner.id: partner.display_name for partner in partners}
        for row in rows:
            row["partner"] = names.get(row["partner_id"], "")

    @api.model
    def get_week_action(self, start, company_ids=None):
        """The open items that are expected in the week from ``start`` on with more than nothing;
        False: overdue."""
        companies, day = self._prepare_request(company_ids, None)
        if not start:
            return self._prepare_list(
                self.env._("Overdue"),
                [("date_due", "<", day), ("company_id", "in", companies.ids)],
            )
        first, number = self._to_week(start, day)
        model, _learned = self._learn(companies, day)
        _agreed, items = self._split_agreed(companies, self._read_open(companies, day), day)
        found = receipts.parts(model, [row["open"] for row in items], number, day)
        ids = [items[place]["id"] for place, (chance, _part) in found.items() if chance >= LEAST]
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
