"""What customers owe net, as of a day: the one answer for reminders, statements, credit, portal."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ....tools.base.money import round_to
from ....tools.ledger import cover


class ArOpenItem(models.Model):
    """What covers what, by ``tools/ledger/cover.py``, for any number of customers.

    What counts is dated on or before the day, each company's own where none is given.
    """

    _inherit = "ar.open.item"

    def _read_covered(self, company_ids, partner_ids=None, as_of=None, today=False):
        """All that customers owe, with what their credits cover of it, in two queries.

        :param partner_ids: customers or contacts of customers; None for all
        :param as_of: the end of that day; None for today
        :param today: with ``as_of``: a day to come is looked at from today
        :return: the dicts of ``_read_rows``, with ``covered``: what credits cover of a debit,
            in its currency
        """
        rows = self._read_rows(company_ids, partner_ids, as_of, today=today or not as_of)
        covered = cover.covered_by(cover.match(rows))
        for row in rows:
            row["covered"] = covered.get(row["id"], 0.0)
        return rows

    def _read_left(self, lines):
        """What is left of journal items after their customers' credits; of what is dated later,
        which no credit covers yet, all.

        :return: {journal item id: (left in its currency, left in the company's)} of what is open
        """
        companies, partners = lines.company_id, lines.partner_id.commercial_partner_id
        rows = self._read_covered(companies.ids, partners.ids)
        left = {row["id"]: cover.left_of(row, row["covered"]) for row in rows}
        later = [id_ for id_ in lines.ids if id_ not in left]
        for row in self._read_rows(companies.ids, ids=later, include_future=True):
            left[row["id"]] = row["residual_currency"], row["residual"]
        return {id_: left[id_] for id_ in lines.ids if id_ in left}

    def _read_totals(self, company_ids, partner_ids=None, as_of=None):
        """What each customer owes, in two queries.

        Credits are taken off in each currency for itself; only ``open`` adds up all of them,
        at the rates that they were booked at.

        :param as_of: the end of that day; None for today
        :return: ``{(partner id, company id): {'open', 'owed', 'overdue', 'paid_out', 'credit',
            'max_days_overdue', 'count', 'oldest_due'}}``, amounts in the company's
            currency: ``open`` is the balance; ``owed`` and ``overdue`` what is left of debts
            and of those past their due date after credits, ``max_days_overdue`` and
            ``oldest_due`` (None if nothing is left) of the same; ``paid_out`` what we paid
            out without a credit; ``credit`` what nobody has allocated, positive
        """
        scope = self._prepare_scope(company_ids, partner_ids, as_of, today=not as_of)
        if self._is_empty(scope):
            return {}
        totals, mixed = {}, defaultdict(list)
        for row in self.env.execute_query_dict(self._sql_totals(scope)):
            pair = row.pop("partner_id") or None, row.pop("company_id")
            if row["id"]:
                ids = {"partner_id": pair[0], "company_id": pair[1]}
                mixed[pair].append({**row, **ids, "paid_out": row["is_paid_out"]})
            else:
                totals[pair] = {name: row[name] for name in self._total_names}
        for pair, rows in mixed.items():
            self._add_mixed(totals[pair], rows, scope.days[pair[1]], pair[1])
        return totals

    def _sum_open(self, company_ids):
        """What all customers of companies of one currency owe now, credits taken off: the sum of
        ``residual`` of ``_read_rows``, in one query."""
        scope = self._prepare_scope(company_ids)
        if self._is_empty(scope):
            return 0.0
        [[total]] = self.env.execute_query(
            SQL("SELECT SUM(residual) FROM %s AS item", self._sql_source(scope))
        )
        return float(total or 0.0)

    _total_names = (
        "open",
        "owed",
        "overdue",
        "paid_out",
        "credit",
        "max_days_overdue",
        "count",
        "oldest_due",
    )

    def _add_mixed(self, total, rows, day, company_id):
        """Add to a customer's figures those of the currencies that have debts and credits."""
        rounding = self.env["res.company"].sudo().browse(company_id).currency_id.rounding
        covered = cover.covered_by(cover.match(rows))
        for row in rows:
            row["covered"] = covered.get(row["id"], 0.0)
        found = cover.figures(rows, day, rounding, company=True)
        for name in ("owed", "overdue", "paid_out"):
            total[name] = round_to(total[name] + getattr(found, name), rounding)
        total["max_days_overdue"] = max(total["max_days_overdue"], found.days)
        dues = [due for due in (total["oldest_due"], found.oldest_due) if due]
        total["oldest_due"] = min(dues, default=None)

    def _read_partly_covered(self, scope):
        """{item id: what is left of it, in the company's currency} of the debts that credits
        cover in part or in whole. Of all others all is left. One query.

        :param scope: of whole customers
        """
        rows = self.env.execute_query_dict(
            SQL(
                "WITH %s SELECT %s FROM item JOIN pool USING (partner_id, company_id, currency_id)",
                self._sql_pools(scope),
                self._sql_pool_columns(),
            )
        )
        by_id = {row["id"]: row for row in rows}
        return {
            id_: cover.left_of(by_id[id_], covered)[1]
            for id_, covered in cover.covered_by(cover.match(rows)).items()
        }

    def _sql_left(self, scope):
        """A source for FROM: (id, residual) of ``_read_partly_covered``."""
        left = self._read_partly_covered(scope)
        return SQL(
            "unnest(%s::int[], %s::numeric[]) AS left_of (id, residual)",
            list(left),
            list(left.values()),
        )

    # -- the SQL -----------------------------------------------------------------------

    def _sql_totals(self, scope):
        """A row for each customer, without the currencies in which debts meet credits; the
        items of those one by one (with an ``id``), for ``cover`` to match."""
        return SQL(
            """
            WITH %(pools)s
            SELECT partner_id, company_id, NULL AS id, NULL AS currency_id, NULL AS date_due,
                   NULL AS residual, NULL AS residual_currency, NULL AS is_paid_out,
                   SUM(residual) AS open,
                   -COALESCE(SUM(residual) FILTER (WHERE residual < 0), 0) AS credit,
                   COUNT(*) AS count,
                   COALESCE(SUM(residual) FILTER (WHERE plain AND NOT paid), 0) AS owed,
                   COALESCE(SUM(residual) FILTER (WHERE plain AND days_overdue > 0), 0) AS overdue,
                   COALESCE(SUM(residual) FILTER (WHERE plain AND paid), 0) AS paid_out,
                   COALESCE(MAX(days_overdue) FILTER (WHERE plain), 0) AS max_days_overdue,
                   MIN(date_due) FILTER (WHERE plain AND NOT paid) AS oldest_due
              FROM (SELECT item.*, item.paid_out AS paid,
                           (residual > 0 AND residual_currency > 0 AND pool.partner_id IS NULL)
                               AS plain
                      FROM item
                      LEFT JOIN pool USING (partner_id, company_id, currency_id)) AS item
             GROUP BY partner_id, company_id
             UNION ALL
            SELECT %(columns)s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
              FROM item JOIN pool USING (partner_id, company_id, currency_id)
            """,
            pools=self._sql_pools(scope),
            columns=self._sql_pool_columns(),
        )

    def _sql_pools(self, scope):
        """WITH: ``item``, and the customers and currencies that have debts and credits."""
        return SQL(
            """
            item AS MATERIALIZED (
                SELECT id, COALESCE(partner_id, 0) AS partner_id, company_id, currency_id,
                       date_due, days_overdue, residual, residual_currency, paid_out
                  FROM %s AS source),
            pool AS MATERIALIZED (
                SELECT partner_id, company_id, currency_id
                  FROM item
                 GROUP BY partner_id, company_id, currency_id
                HAVING BOOL_OR(residual < 0 AND residual_currency < 0)
                   AND BOOL_OR(residual > 0 AND residual_currency > 0))
            """,
            self._sql_source(scope),
        )

    def _sql_pool_columns(self):
        return SQL(
            """item.partner_id, item.company_id, item.id, item.currency_id, item.date_due,
               item.residual, item.residual_currency, item.paid_out"""
        )
