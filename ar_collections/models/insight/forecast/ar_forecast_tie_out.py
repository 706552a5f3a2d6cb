"""What stands behind the figures above the weeks: items, accounts of cash, and customers."""

from odoo import api, models

from .ar_forecast_figures import MOST_PARTS


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    @api.readonly
    def get_open_action(self, company_ids=None):
        """The action that shows all open items."""
        companies, _day = self._prepare_request(company_ids, None)
        domain = [("company_id", "in", companies.ids)]
        return self._prepare_list(self.env._("Open"), domain)

    @api.model
    @api.readonly
    def get_cash_action(self, company_ids=None):
        """The action that shows the journal items of bank and cash, as far as one may read them."""
        self.env["ar.cash.line"].check_access("read")
        companies, day = self._prepare_request(company_ids, None)
        figure = {
            "res_model": "account.move.line",
            "domain": list(self._get_cash_domain(companies, day)),
        }
        return self.env["ar.kpi"]._get_figure_action(figure, self.env._("Bank and cash"))

    @api.model
    @api.readonly
    def get_later(self, company_ids=None, weeks=13):
        """What is not expected within some weeks, by customer: what is open, less what is expected.

        :param weeks: as of ``get_page``
        :return: {'rows': the largest, each a dict of 'partner_id', 'company_id', 'partner', 'first'
            (open), 'second' (expected in these weeks), 'amount' (later, or never); 'count' (how
            many there are), 'total' (as in ``get_page``), 'rest' (what the rows leave of it)}
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        companies, day = self._prepare_request(company_ids, None)
        weeks = self._to_weeks(weeks)
        items = self.env["ar.open.item"]
        totals = items._read_totals(companies.ids, items._allowed_partners(None))
        kept = self._find_kept(companies, day, weeks)
        if kept:
            expected = self.env["ar.forecast.part"]._read_expected(kept, weeks)
            total = kept._get_answer(weeks)["later"]
        else:
            told = self._tell(self._get_known(companies, day), weeks)
            expected, total = self._sum_expected(told, weeks, day), told.answer["later"]
        pairs = {
            pair: (totals.get(pair, {}).get("open", 0.0), expected.get(pair, 0.0))
            for pair in {*totals, *expected}
        }
        found = {pair: (due, soon, due - soon) for pair, (due, soon) in pairs.items()}
        return self._prepare_behind(companies, found, total)

    def _sum_expected(self, told, weeks, day):
        """{(partner id, company id): what is expected within so many weeks}, of what was told."""
        sums = {}
        for part in told.parts:
            row = told.items[part.place]
            pair = row["partner_id"] or None, row["company_id"]
            sums[pair] = sums.get(pair, 0.0) + part.item.amount * sum(part.chances[:weeks])
        for agreed in told.agreed:
            if (agreed.date - day).days // 7 < weeks:
                pair = agreed.document.partner_id.id, agreed.document.company_id.id
                sums[pair] = sums.get(pair, 0.0) + agreed.amount
        return sums

    @api.model
    @api.readonly
    def get_exposure(self, company_ids=None):
        """The exposure beside the cap, by customer: of all companies that it counts.

        :return: as ``get_later``; 'first' is what is open, 'second' all else, 'amount' both. What
            one may not see is in 'rest'
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        self.env["ar.cash.line"].check_access("read")
        companies, _day = self._prepare_request(company_ids, None)
        seen, _cap = self._find_capped(companies.sudo())
        tree = self.env["res.company"].browse().union(*(one._ar_tree() for one in seen))
        mine = tree.filtered(lambda one: one.id in self.env.user._get_company_ids())
        own = self.env["ar.open.item"]._allowed_partners(None)
        found = {}
        for pair, parts in self.env["ar.credit.exposure"]._read(mine.ids, own).items():
            due = float(parts.get("open", 0.0))
            every = float(sum(parts.values()))
            found[pair] = (due, every - due, every)
        total = sum(company._ar_portfolio() for company in seen)
        return self._prepare_behind(companies, found, total)

    def _prepare_behind(self, companies, found, total):
        """See ``get_later``.

        :param found: {(partner id, company id): (first, second, amount)}
        """
        currency = companies.sudo().currency_id
        rows = [
            {
                "partner_id": partner_id,
                "company_id": company_id,
                **{
                    name: currency.round(amount)
                    for name, amount in zip(("first", "second", "amount"), amounts, strict=True)
                },
            }
            for (partner_id, company_id), amounts in found.items()
        ]
        rows = [row for row in rows if row["amount"]]
        rows.sort(key=lambda row: (-row["amount"], row["partner_id"] or 0))
        shown = rows[:MOST_PARTS]
        self._add_names(shown)
        rest = currency.round(total - sum(row["amount"] for row in shown))
        return {"rows": shown, "count": len(rows), "total": currency.round(total), "rest": rest}
