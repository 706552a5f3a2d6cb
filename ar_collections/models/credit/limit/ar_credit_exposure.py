"""What a customer uses of his credit: read live, all parts in one query."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ....tools.base.money import round_to


class ArCreditExposure(models.AbstractModel):
    """The reader of exposures.

    A part is a SELECT of (partner_id, company_id, amount): the commercial partner, and the
    amount in the company's currency. An add-on that brings a part extends ``_get_parts``
    and gives a method ``_sql_part_<part>``; the company's switch is ``ar_exposure_<part>``,
    the customer account's figure ``exposure_<part>``.
    """

    _name = "ar.credit.exposure"
    _description = "Credit Exposure"

    @api.model
    def _get_parts(self):
        """{part: its name}, in the order in which they are told."""
        return {
            "open": self.env._("Open items"),
            "draft": self.env._("Draft invoices"),
            "deposit": self.env._("Deposits and guarantees"),
        }

    @api.model
    def _read(self, company_ids, partner_ids=None):
        """The exposures of customers, in one query for all of them.

        No record rules: callers check. The switches of a branch are those of the company at
        the top of its tree.

        :param company_ids: companies whose documents count
        :param partner_ids: commercial partners; None for all
        :return: {(partner id, company id): {part: amount in the company's currency}}
        """
        sources = self._get_sources(company_ids, partner_ids)
        if not sources or (partner_ids is not None and not partner_ids):
            return {}
        union = SQL(" UNION ALL ").join(
            SQL(
                """SELECT %s AS part, source.partner_id, source.company_id, source.amount
                     FROM (%s) AS source""",
                part,
                source,
            )
            for part, source in sources.items()
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH rate (company_id, currency_id, factor) AS (%(rates)s),
                     day (company_id, today) AS (%(days)s)
                SELECT part, partner_id, company_id, SUM(amount)
                  FROM (%(union)s) AS exposed
                 WHERE partner_id IS NOT NULL
                 GROUP BY part, partner_id, company_id
                """,
                rates=self._sql_rates(company_ids),
                days=self._sql_days(company_ids),
                union=union,
            )
        )
        rounding = {
            company.id: company.currency_id.rounding
            for company in self.env["res.company"].sudo().browse(company_ids)
        }
        parts = defaultdict(dict)
        for part, partner_id, company_id, amount in rows:
            amount = round_to(float(amount), rounding[company_id])
            if amount:
                parts[partner_id, company_id][part] = amount
        return dict(parts)

    def _get_sources(self, company_ids, partner_ids):
        """{part: SQL} of the parts that are switched on in some of the companies."""
        companies = self.env["res.company"].sudo().browse(company_ids)
        sources = {}
        for part in self._get_parts():
            on = companies.filtered(lambda company, part=part: company.root_id._ar_counts(part))
            if on:
                method = getattr(self, f"_sql_part_{part}")
                sources[part] = method(
                    tuple(on.ids), None if partner_ids is None else tuple(partner_ids)
                )
        return sources

    def _sql_days(self, company_ids):
        """Each company's own day: (company_id, today)."""
        companies = self.env["res.company"].sudo().browse(company_ids)
        return SQL(
            "VALUES %s",
            SQL(", ").join(
                SQL("(%s, %s::date)", company.id, company._ar_today()) for company in companies
            ),
        )

    def _sql_rates(self, company_ids):
        """Today's factor from each currency to the company's: (company_id, currency_id,
        factor). Rates belong to the top of a company tree."""
        companies = self.env["res.company"].sudo().browse(company_ids)
        currencies = (
            self.env["res.currency"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(["|", ("active", "=", True), ("rate_ids", "!=", False)], ["rounding"])
        ) | companies.currency_id
        rates, rows = {}, []
        for company in companies:
            key = (company.root_id, company._ar_today())
            if key not in rates:
                rates[key] = currencies._get_rates(*key)
            own = rates[key][company.currency_id.id]
            rows += [
                SQL("(%s, %s, %s::numeric)", company.id, currency_id, own / rate)
                for currency_id, rate in rates[key].items()
            ]
        return SQL("VALUES %s", SQL(", ").join(rows))

    def _sql_part_open(self, company_ids, partner_ids):
        """What the ledger says is owed, dated tomorrow or later too, less what the customer
        has paid on account by today. In the company's currency, at the rates that it was booked
        at: of all currencies together, as a limit is."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(company_ids, partner_ids, include_future=True, today=True)
        return SQL(
            """
            SELECT item.partner_id, item.company_id, item.residual AS amount
              FROM %s AS item
              JOIN day ON day.company_id = item.company_id
             WHERE item.residual > 0 OR item.date <= day.today
            """,
            items._sql_source(scope),
        )

    def _sql_part_draft(self, company_ids, partner_ids):
        """Invoices not posted yet, at today's rate. Draft credit notes are no money yet."""
        moves = self.env["account.move"]
        items = self.env["ar.open.item"]
        where = SQL("TRUE")
        if partner_ids is not None:
            where = items._sql_of_partners(SQL("move.partner_id"), partner_ids)
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, move.company_id,
                   move.amount_total * rate.factor AS amount
              FROM account_move move
              JOIN res_partner partner ON partner.id = move.partner_id
              JOIN rate ON rate.company_id = move.company_id
                       AND rate.currency_id = move.currency_id
             WHERE move.state = 'draft' AND move.move_type IN ('out_invoice', 'out_receipt')
               AND move.company_id IN %(companies)s AND %(where)s
            """,
            companies=company_ids,
            where=where,
            to_flush=[
                moves._fields[name]
                for name in (
                    "amount_total",
                    "company_id",
                    "currency_id",
                    "move_type",
                    "partner_id",
                    "state",
                )
            ],
        )

    def _sql_part_deposit(self, company_ids, partner_ids):
        """What secures the claim takes off the exposure while it is valid."""
        securities = self.env["ar.credit.security"]
        where = SQL("TRUE")
        if partner_ids is not None:
            where = SQL("security.partner_id IN %s", partner_ids)
        return SQL(
            """
            SELECT security.partner_id, security.company_id,
                   -security.amount * rate.factor AS amount
              FROM ar_credit_security security
              JOIN rate ON rate.company_id = security.company_id
                       AND rate.currency_id = security.currency_id
              JOIN day ON day.company_id = security.company_id
             WHERE security.active AND security.state = 'valid'
               AND security.date_from <= day.today
               AND (security.date_to IS NULL OR security.date_to >= day.today)
               AND security.company_id IN %(companies)s AND %(where)s
            """,
            companies=company_ids,
            where=where,
            to_flush=[
                securities._fields[name]
                for name in (
                    "active",
                    "amount",
                    "company_id",
                    "currency_id",
                    "date_from",
                    "date_to",
                    "partner_id",
                    "state",
                )
            ],
        )
