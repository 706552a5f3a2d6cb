"""The screen of the forecast: receipts, cash plan, warnings, and what late payment costs."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date, format_datetime, format_time

from ...base import arguments
from .ar_forecast_kept import KEPT_WEEKS

DAYS_PER_YEAR = 365
# Weeks that are shown at first.
PAGE_WEEKS = 13
# Customers whose costs are told at once.
MOST_COSTS = 80


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    def get_page(self, company_ids=None, weeks=PAGE_WEEKS):
        """The forecast with the cash plan beside it, from what is kept for today; who is the first
        to ask keeps it for the others.

        :return: as ``get_forecast``, and in each week 'planned' (in less out, of the cash plan),
            'balance' (expected at its end) and 'balance_low' (what it is not below with 90 %:
            from the band of all receipts until then); 'opening' (bank and cash today),
            'minimum', 'rate', 'cost_day' (what overdue receivables cost a day) and 'cost_year',
            'cap', 'exposure', 'warning' (a sentence, or False); 'kept', 'age', 'changed' and
            'test', see ``_prepare_age``; 'company_ids' (those that it is of: without any named,
            of those switched on the ones with the currency of the main one) and 'notes'
            (sentences about those that are left out)
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        self.env["ar.cash.line"].check_access("read")
        companies, day, notes = self._prepare_screen(company_ids)
        weeks = self._to_weeks(weeks)
        kept = self._find_kept(companies, day, weeks)
        if not kept and weeks <= KEPT_WEEKS and self._sees_everything():
            kept = self._keep(companies, day)
        page = self._prepare_page(companies, day, weeks, kept)
        page.update(self._prepare_age(companies, page, kept))
        page.update(company_ids=companies.ids, notes=notes)
        return page

    def _prepare_screen(self, company_ids):
        """What a screen is of: companies of one currency, the day, and sentences about those that
        are left out."""
        self.env["ar.open.item"].browse().check_access("read")
        ids = arguments.to_ids(self.env, company_ids)
        companies, notes = self.env["ar.kpi"]._get_screen_companies(ids)
        return *self._prepare_request(companies.ids, None), notes

    def _prepare_company_page(self, company):
        """The page of a company for other code: from what is kept for today, else read now."""
        day = company._ar_today()
        kept = self._find_kept(company, day)
        return self._prepare_page(company, day, PAGE_WEEKS, kept)

    @api.model
    def compute_now(self, company_ids=None, weeks=PAGE_WEEKS):
        """Learn anew from the ledger, and keep that.

        :return: as ``get_page``
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise LockError: somebody else does it at this moment
        """
        self.env["ar.cash.line"].check_access("read")
        companies, day, _notes = self._prepare_screen(company_ids)
        self._to_weeks(weeks)
        if self._sees_everything():
            self._keep(companies, day, wait=False)
        return self.get_page(company_ids, weeks)

    @api.model
    def get_test(self, company_ids=None):
        """The back-test that stands beside the forecast of today; who is the first to ask keeps it
        for the others.

        :return: as ``backtest``; {'count': 0} where there is nothing to try
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        companies, day = self._prepare_request(company_ids, None)
        kept = self._find_kept(companies, day)
        if kept:
            return kept._get_test()
        return self._try(companies, day) or {"count": 0}

    # -- what is kept ------------------------------------------------------------------

    def _sees_everything(self):
        """Whether what is kept is for the user: it is of all customers of the companies."""
        return self.env["ar.open.item"]._allowed_partners(None) is None

    def _find_kept(self, companies, day, weeks=KEPT_WEEKS):
        """What is kept of today for so many weeks, as superuser; nothing for who sees own
        customers alone."""
        kept = self.env["ar.forecast.kept"]
        if weeks > KEPT_WEEKS or not self._sees_everything():
            return kept.sudo()
        return kept._find(companies, day)

    def _keep(self, companies, day, wait=True):
        """Learn anew, and keep that; see ``_claim`` of ``ar.forecast.kept``."""
        kept = self.env["ar.forecast.kept"]._claim(companies, wait)
        known = self._get_known(companies, day)
        kept._write_told(known, self._tell(known, KEPT_WEEKS))
        return kept

    def _prepare_age(self, companies, page, kept):
        """How old the page is.

        :return: {'kept' (else it was read now), 'age' (a sentence on when it was read, by the
            reader's clock), 'changed' (a sentence if what is open has changed since, or
            False), 'test' (as ``get_test``; False if that is not kept yet)}
        """
        found = {"kept": bool(kept), "age": "", "changed": False, "test": False}
        if not kept:
            return found
        moment = fields.Datetime.context_timestamp(self, kept.moment)
        today = fields.Datetime.context_timestamp(self, fields.Datetime.now()).date()
        told = format_time if moment.date() == today else format_datetime
        found["age"] = self.env._(
            "As of %(moment)s.", moment=told(self.env, kept.moment, False, "short")
        )
        found["test"] = kept.test
        currency = companies.sudo().currency_id
        now = currency.round(self.env["ar.open.item"]._sum_open(companies.ids))
        if currency.compare_amounts(now, page["total"]):
            found["changed"] = self.env._(
                "Since then the open amount has changed from %(before)s to %(now)s.",
                before=format_amount(self.env, page["total"], currency),
                now=format_amount(self.env, now, currency),
            )
        return found

    # -- what stands beside the receipts -----------------------------------------------

    def _prepare_page(self, companies, day, weeks, kept):
        """See ``get_page``: receipts and the cash that they come to as kept, all else as it is now.

        :param kept: of today, or nothing: then the receipts are read, and not kept
        """
        if kept:
            page, overdue = kept._get_answer(weeks), kept._get_overdue()
        else:
            told = self._tell(self._get_known(companies, day), weeks)
            page, overdue = told.answer, told.overdue
        sudo = companies.sudo()
        currency = sudo.currency_id
        opening = page["opening"] if kept else self._read_cash(companies, day)
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
        cost, rate = self._get_cost(sudo, overdue)
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

    def _get_cost(self, companies, overdue):
        """What overdue receivables cost a year, each company's at its own rate, and the rate in
        percent that this comes to.

        :param companies: as superuser
        :param overdue: {company id: amount}
        """
        rates = {company.id: company.ar_financing_rate for company in companies}
        cost = sum(max(part, 0.0) * rates[id_] / 100 for id_, part in overdue.items())
        total = sum(overdue.values())
        usual = sum(rates.values()) / len(rates)
        return cost, 100 * cost / total if total > 0 else usual

    def _read_cap(self, companies):
        """What may be owed, and what is, see ``_find_capped``.

        :param companies: as superuser
        """
        seen, cap = self._find_capped(companies)
        return {"cap": cap, "exposure": sum(company._ar_portfolio() for company in seen)}

    def _find_capped(self, companies):
        """(companies whose cap counts here, each with its branches; the sum of the caps): a cap
        above a branch is the one that counts, and is told to who may see that company. Without any
        cap: all of them.

        :param companies: as superuser
        """
        holders = companies.browse()
        for company in companies:
            holders |= company._ar_chain().filtered("ar_credit_cap")[:1]
        counted = holders or companies
        # One below another one is counted there.
        tops = counted.filtered(lambda one: not (one._ar_chain() - one) & counted)
        seen = tops & self.env.companies if holders else tops
        return seen, sum(seen.mapped("ar_credit_cap"))

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
        """Balance of bank and cash at the end of a day."""
        domain = self._get_cash_domain(companies, day)
        groups = self.env["account.move.line"].sudo()._read_group(domain, [], ["balance:sum"])
        return groups[0][0] or 0.0

    def _get_cash_domain(self, companies, day):
        """The items until a day of the accounts of bank and cash, and of those on which payments
        stand until the bank statement has them: that money is on its way."""
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
        return Domain("company_id", "in", companies.ids) & posted & accounts
