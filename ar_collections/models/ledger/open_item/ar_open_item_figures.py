"""How customers pay, for thousands of them in three queries; and how long we take to bill them."""

from itertools import pairwise

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ....tools.ledger.payment_index import PAYMENT_KNOTS
from ...base import live

# What our customers are billed with. Opening balances have no terms that could be kept.
_BILLS = ("out_invoice", "out_receipt")
_BILLS_AND_REFUNDS = (*_BILLS, "out_refund")
_VOLUME_MONTHS = 12


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    def _read_behaviour(self, company_ids, partner_ids=None, months=12):
        """What our own books say about customers, in few queries whatever their number.

        An experience is what was paid on an invoice, at its days beyond terms, and what is
        overdue now after credits, at the days until today: who stopped paying does not look
        good. Credit notes and write-offs are no payments.

        :param partner_ids: customers or contacts of customers; None for all
        :param months: payments older than this do not count
        :return: ``{(partner id, company id): {…}}``, amounts in the company's currency:
            ``experiences`` (number of invoices), ``payment_index`` (of any number of them),
            ``on_time`` (percent of the amount), ``worst_delay`` (days, 0 if never late),
            ``mean_delay`` (days beyond terms, negative early), ``terms_days`` (mean days
            from invoice to due date, None if unknown), ``first_date`` (first invoice),
            ``volume`` (invoiced less credit notes in twelve months), ``overdue_share``
            (percent of what is owed). Payment figures are None without experience.
        """
        scope = self._prepare_scope(company_ids, partner_ids, today=True)
        if self._is_empty(scope):
            return {}
        found = self._read_relationships(scope)
        for pair, row in self._read_experiences(scope, months).items():
            found.setdefault(pair, dict.fromkeys(("first_date", "terms_days"), None)).update(row)
        totals = self._read_totals(company_ids, partner_ids)
        for pair, facts in found.items():
            for name in ("payment_index", "on_time", "worst_delay", "mean_delay"):
                facts.setdefault(name, None)
            facts.setdefault("experiences", 0)
            facts.setdefault("volume", 0.0)
            owed = totals.get(pair, {})
            left = owed.get("owed", 0.0)
            facts["overdue_share"] = 100.0 * owed["overdue"] / left if left > 0 else 0.0
        return found

    def _read_relationships(self, scope):
        """Since when customers buy, on what terms, and how much in the last twelve months.

        :return: {(partner id, company id): {'first_date', 'terms_days', 'volume'}}
        """
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        since = {
            company_id: day - relativedelta(months=_VOLUME_MONTHS)
            for company_id, day in scope.days.items()
        }
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT partner.commercial_partner_id AS partner_id, aml.company_id,
                       MIN(move.invoice_date) AS first_date,
                       COALESCE(SUM(aml.balance) FILTER (WHERE move.invoice_date > since.day), 0)
                           AS volume,
                       SUM(aml.balance * (aml.date_maturity - move.invoice_date))
                           FILTER (WHERE move.move_type IN %(bills)s
                                     AND move.invoice_date > since.day)
                         / NULLIF(SUM(aml.balance)
                           FILTER (WHERE move.move_type IN %(bills)s
                                     AND move.invoice_date > since.day), 0) AS terms_days
                  FROM account_move_line aml
                  JOIN account_account account ON account.id = aml.account_id
                  JOIN account_move move ON move.id = aml.move_id
                  JOIN res_partner partner ON partner.id = aml.partner_id
                  JOIN (VALUES %(since)s) AS since (company_id, day)
                    ON since.company_id = aml.company_id
                  JOIN %(days)s ON day.company_id = aml.company_id
                 WHERE %(where)s AND move.move_type IN %(documents)s
                   AND move.invoice_date <= day.today
              GROUP BY partner.commercial_partner_id, aml.company_id
                """,
                bills=_BILLS,
                documents=_BILLS_AND_REFUNDS,
                since=SQL(", ").join(SQL("(%s, %s::date)", *pair) for pair in since.items()),
                days=self._sql_days(scope),
                where=self._sql_behaviour_where(scope),
            )
        )
        for row in rows:
            if row["terms_days"] is not None:
                row["terms_days"] = float(row["terms_days"])
            row["volume"] = float(row["volume"])
        return {(row.pop("partner_id"), row.pop("company_id")): row for row in rows}

    def _read_experiences(self, scope, months):
        """Payments of the last months and what is overdue now, per customer."""
        self.env["account.partial.reconcile"].flush_model()
        days = SQL("experience.days")
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT partner_id, company_id,
                       COUNT(DISTINCT move_id) AS experiences,
                       SUM(amount * %(points)s) / SUM(amount) AS payment_index,
                       100.0 * COALESCE(SUM(amount) FILTER (WHERE days <= 0), 0) / SUM(amount)
                           AS on_time,
                       GREATEST(MAX(days), 0) AS worst_delay,
                       SUM(amount * days) / SUM(amount) AS mean_delay
                  FROM (%(paid)s UNION ALL %(overdue)s) AS experience
              GROUP BY partner_id, company_id
                HAVING SUM(amount) > 0
                """,
                points=self._sql_payment_points(days),
                paid=self._sql_paid(scope, months),
                overdue=SQL(
                    """SELECT item.partner_id, item.company_id, item.move_id,
                              COALESCE(left_of.residual, item.residual) AS amount,
                              item.days_overdue AS days, NULL::date AS paid_on
                         FROM %s AS item
                         LEFT JOIN %s ON left_of.id = item.id
                        WHERE item.days_overdue > 0
                          AND COALESCE(left_of.residual, item.residual) > 0
                          AND item.move_type IN %s AND item.partner_id IS NOT NULL""",
                    self._sql_source(scope),
                    self._sql_left(scope),
                    _BILLS,
                ),
            )
        )
        for row in rows:
            for name in ("payment_index", "on_time", "mean_delay"):
                row[name] = float(row[name])
        return {(row.pop("partner_id"), row.pop("company_id")): row for row in rows}

    def _read_payment_quarters(self, company_ids, partner_ids, months=24):
        """How customers paid, quarter by quarter, the newest first. One query.

        :return: list of {'quarter': its first day, 'invoices', 'amount' paid in the
            company's currency, 'on_time' (percent of the amount), 'mean_delay' (days beyond
            terms, negative early), 'worst_delay'}
        """
        scope = self._prepare_scope(company_ids, partner_ids)
        if self._is_empty(scope):
            return []
        self.env["account.partial.reconcile"].flush_model()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT DATE_TRUNC('quarter', paid_on)::date AS quarter,
                       COUNT(DISTINCT move_id) AS invoices,
                       SUM(amount)::float8 AS amount,
                       (100.0 * COALESCE(SUM(amount) FILTER (WHERE days <= 0), 0)
                           / SUM(amount))::float8 AS on_time,
                       (SUM(amount * days) / SUM(amount))::float8 AS mean_delay,
                       GREATEST(MAX(days), 0) AS worst_delay
                  FROM (%s) AS paid
              GROUP BY quarter
              ORDER BY quarter DESC
                """,
                self._sql_paid(scope, months),
            )
        )

    def _sql_paid(self, scope, months):
        """SELECT of what was paid on invoices: partner_id, company_id, move_id, amount in
        company currency, days beyond terms, paid_on."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, aml.company_id, aml.move_id,
                   partial.amount,
                   partial.max_date - COALESCE(aml.date_maturity, aml.date) AS days,
                   partial.max_date AS paid_on
              FROM account_partial_reconcile partial
              JOIN account_move_line aml ON aml.id = partial.debit_move_id
              JOIN account_account account ON account.id = aml.account_id
              JOIN account_move move ON move.id = aml.move_id
              JOIN res_partner partner ON partner.id = aml.partner_id
              JOIN account_move_line credit ON credit.id = partial.credit_move_id
              JOIN account_journal journal ON journal.id = credit.journal_id
              JOIN %(days)s ON day.company_id = aml.company_id
             WHERE %(where)s AND move.move_type IN %(bills)s
               AND credit.parent_state = 'posted'
               AND journal.type IN ('bank', 'cash', 'credit')
               AND partial.amount > 0
               AND partial.max_date <= day.today
               AND partial.max_date > day.today - %(since)s::interval
            """,
            days=self._sql_days(scope),
            where=self._sql_behaviour_where(scope),
            bills=_BILLS,
            since=f"{int(months)} months",
        )

    def _sql_behaviour_where(self, scope):
        """Which journal items to look at.

        Few customers are named with all their contacts: told by a subquery, PostgreSQL would
        read the payments of everybody.
        """
        if scope.partner_ids is None:
            return self._sql_trade_where(scope)
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        commercial = partners.browse(scope.partner_ids).commercial_partner_id
        contacts = live.keep(
            partners.env,
            live.PAGE,
            ("contacts", commercial._ids),
            lambda: partners.search([("commercial_partner_id", "in", commercial.ids)]).ids,
        )
        return SQL("%s AND aml.partner_id = ANY(%s)", self._sql_trade_where(scope), contacts)

    def _sql_payment_points(self, days):
        """The points of days beyond terms, on the straight lines between ``PAYMENT_KNOTS``."""
        branches = [SQL("WHEN %s <= %s THEN %s", days, *PAYMENT_KNOTS[0])]
        branches += [
            SQL(
                "WHEN %(days)s < %(x1)s THEN %(y0)s + (%(days)s - %(x0)s) * %(slope)s::numeric",
                days=days,
                x0=x0,
                x1=x1,
                y0=y0,
                slope=(y1 - y0) / (x1 - x0),
            )
            for (x0, y0), (x1, y1) in pairwise(PAYMENT_KNOTS)
        ]
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(branches), PAYMENT_KNOTS[-1][1])

    # -- money that came in ------------------------------------------------------------

    def _read_incoming(self, company, partner, before=None, limit=1):
        """What a customer paid, the newest first: money on the trade receivable accounts.

        :param before: a day up to which it is read; None for all
        :return: list of dicts with ``id`` (of the journal item), ``date``, ``amount`` (positive, in
            the company's currency), ``amount_currency``, ``currency_id``, ``move_id``, ``name``
        """
        scope = self._prepare_scope([company.id], [partner.id])
        until = SQL("AND aml.date <= %s", before) if before else SQL()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT aml.id, aml.date, -aml.balance AS amount,
                       -aml.amount_currency AS amount_currency, aml.currency_id, aml.move_id,
                       move.name, aml.create_date
                  FROM account_move_line aml
                  JOIN account_move move ON move.id = aml.move_id
                  JOIN account_journal journal ON journal.id = aml.journal_id
                 WHERE %(where)s AND aml.balance < 0 AND move.move_type = 'entry'
                   AND journal.type IN ('bank', 'cash', 'credit') %(until)s
                 ORDER BY aml.date DESC, aml.id DESC
                 LIMIT %(limit)s
                """,
                where=self._sql_line_where(scope),
                until=until,
                limit=limit,
                to_flush=[
                    *self._get_fields_read(),
                    self.env["account.journal"]._fields["type"],
                    self.env["account.move.line"]._fields["create_date"],
                ],
            )
        )

    # -- how long our own side takes -----------------------------------------------------

    def _read_billing_times(self, company_ids, periods, key, join):
        """From delivery to invoice to sending, of invoices of periods.

        An invoice is sent when the first message about it goes to its customer; one that was sent
        before its date was sent on it. Deliveries are known where Odoo notes the day of delivery
        on the invoice; an invoice before its delivery counts negative.

        :param periods: (first day, last day) of each
        :param key, join: see ``_read_pieces``
        :return: rows (key, index of the period, number of invoices, of those with a delivery, Σ
            days from delivery to invoice, number of those sent, Σ days from invoice to sending)
        """
        return self.env.execute_query(
            SQL(
                """
                WITH day AS (
                    SELECT %(key)s AS key, item.invoice_date AS day, COUNT(*) AS invoices,
                           COUNT(item.delivery_date) AS delivered,
                           SUM(item.invoice_date - item.delivery_date) AS to_invoice,
                           COUNT(sent.day) AS sent,
                           SUM(GREATEST(sent.day - item.invoice_date, 0))
                               FILTER (WHERE sent.day IS NOT NULL) AS to_send
                      FROM (%(bills)s) AS item
                      LEFT JOIN (%(sent)s) AS sent ON sent.id = item.id
                      %(join)s
                     GROUP BY 1, 2)
                SELECT day.key, period.place, SUM(day.invoices)::int, SUM(day.delivered)::int,
                       COALESCE(SUM(day.to_invoice), 0)::int, SUM(day.sent)::int,
                       COALESCE(SUM(day.to_send), 0)::int
                  FROM (VALUES %(periods)s) AS period (place, first, last)
                  JOIN day ON day.day BETWEEN period.first AND period.last
                 GROUP BY 1, 2
                """,
                key=key,
                join=join,
                periods=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", place, *period)
                    for place, period in enumerate(periods)
                ),
                bills=self._sql_bills(company_ids, periods),
                sent=self.env["account.move"]._ar_sql_sent(self._sql_in_periods(periods)),
            )
        )

    def _sql_in_periods(self, periods):
        """That an invoice is from the first day of the periods to their last, in terms of
        ``move``."""
        first, last = min(one[0] for one in periods), max(one[1] for one in periods)
        return SQL("move.invoice_date BETWEEN %s AND %s", first, last)

    def _sql_bills(self, company_ids, periods):
        """SELECT id, partner_id, company_id, invoice_date, delivery_date of the invoices from the
        first day of the periods to their last."""
        self.env["account.move"].flush_model()
        return SQL(
            """
            SELECT move.id, move.commercial_partner_id AS partner_id, move.company_id,
                   move.invoice_date, move.delivery_date
              FROM account_move move
             WHERE move.company_id IN %s AND move.state = 'posted' AND move.move_type IN %s AND %s
            """,
            tuple(company_ids),
            _BILLS,
            self._sql_in_periods(periods),
        )
