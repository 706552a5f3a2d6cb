"""What became of items from one day to another, by kind: still open, paid, settled otherwise; and
what was billed. For key figures of any number of days, read in one query each."""

from datetime import date

from odoo import models
from odoo.tools import SQL

# What customers are billed with, and what it is less.
BILLS = ("out_invoice", "out_receipt")
DOCUMENTS = (*BILLS, "out_refund")
# A matching that counts on any day counts until then.
LAST_DAY = date(9999, 12, 31)
# The day from which days are counted where amounts are multiplied by them.
EPOCH = date(2000, 1, 1)


class ArOpenItem(models.Model):
    """Pieces of items: a part of an item, open from its date until what settled it.

    The pieces that are open on a day are what ``_read_rows`` gives for it as of that day: what is
    open now and each matching that counts, with the day from which it does. So the balances of many
    days, and what was paid in between, come from one reading.
    """

    _inherit = "ar.open.item"

    def _read_pieces(self, scope, days, dues, late_days, key, join):
        """Pieces that were open at the end of the first day or later, in sums.

        :param scope: of now (``as_of`` None)
        :param days: sorted days at whose end balances are asked for
        :param dues: sorted days that due dates are compared with
        :param late_days: days after the due date at which a piece that is open is late
        :param key, join: SQL of the group, in terms of ``item`` with partner_id and company_id
        :return: rows (key, number of days before the item's date, number of days before it was
            settled – all if it is open, number of dues up to the due date, 'open' / 'money' /
            'other', 'bill' / 'refund' / 'other', late?, amount in company currency, Σ amount × due
            date, Σ amount × day of the settlement, both days since 2000-01-01)
        """
        if self._is_empty(scope):
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, WIDTH_BUCKET(item.date - 1, %(days)s::date[]),
                       COALESCE(WIDTH_BUCKET(item.since - 1, %(days)s::date[]), %(all)s),
                       WIDTH_BUCKET(item.due, %(dues)s::date[]), item.way,
                       CASE WHEN move.move_type IN %(bills)s THEN 'bill'
                            WHEN move.move_type = 'out_refund' THEN 'refund'
                            ELSE 'other' END,
                       item.since IS NULL OR item.since > item.due + %(late)s,
                       SUM(item.amount)::float8,
                       SUM(item.amount * (item.due - %(epoch)s::date))::float8,
                       COALESCE(SUM(item.amount * (item.since - %(epoch)s::date)), 0)::float8
                  FROM (%(pieces)s) AS item
                  JOIN account_move move ON move.id = item.move_id
                  %(join)s
                 WHERE item.date <= %(last)s
                 GROUP BY 1, 2, 3, 4, 5, 6, 7
                """,
                key=key,
                join=join,
                days=days,
                last=days[-1],
                dues=dues,
                all=len(days),
                bills=BILLS,
                late=late_days,
                epoch=EPOCH,
                pieces=self._sql_pieces(scope, days[0]),
                to_flush=self._get_fields_read(),
            )
        )

    def _sql_pieces(self, scope, after):
        """SELECT id of the item, partner_id, company_id, move_id, date, due, since (NULL: open),
        way, amount, entry_id (what settled it) of the pieces that were settled after a day or
        are open."""
        return SQL(
            """
            WITH %(sides)s
            SELECT line.id, line.commercial_id AS partner_id, line.company_id, line.move_id,
                   line.date,
                   COALESCE(line.date_maturity, line.date) AS due, NULL::date AS since,
                   'open' AS way, line.residual AS amount, NULL::int AS entry_id
              FROM (%(lines)s) AS line
             UNION ALL
            SELECT aml.id, partner.commercial_partner_id, aml.company_id, aml.move_id, aml.date,
                   COALESCE(aml.date_maturity, aml.date), side.since,
                   CASE WHEN side.amount < 0 AND journal.type IN ('bank', 'cash', 'credit')
                        THEN 'money' ELSE 'other' END,
                   -side.amount, other.move_id
              FROM side
              JOIN account_move_line aml ON aml.id = side.line_id
              JOIN account_move_line other ON other.id = side.other_id
              JOIN account_journal journal ON journal.id = other.journal_id
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
             WHERE side.since > %(after)s AND aml.company_id IN %(companies)s AND %(where)s
            """,
            sides=self._sql_sides(scope._replace(as_of=LAST_DAY), after),
            lines=self._sql_lines_in(scope),
            after=after,
            companies=tuple(scope.days),
            where=self._sql_line_where(scope),
            to_flush=self.env["account.journal"]._fields["type"],
        )

    def _sql_lines_in(self, scope):
        """What is open, of the companies of the scope."""
        return SQL(
            "SELECT * FROM (%s) AS own WHERE own.company_id IN %s",
            self._sql_lines(scope),
            tuple(scope.days),
        )

    def _read_billed(self, scope, days, key, join, by_due=False):
        """What was billed: posted customer invoices less credit notes, with their taxes, in the
        company's currency, at their accounting date – as they stand in the receivables.

        :param days: sorted; what is billed after the first one and until the last one is read
        :param key, join: see ``_read_pieces``
        :param by_due: by due date instead, from the first day on and before the last one, without
            credit notes
        :return: rows (key, place, amount); the place is the number of days before the accounting
            date, with ``by_due`` the number of days up to the due date
        """
        if self._is_empty(scope):
            return []
        if by_due:
            place = SQL("WIDTH_BUCKET(COALESCE(aml.date_maturity, aml.date), %s::date[])", days)
            within = SQL(
                """COALESCE(aml.date_maturity, aml.date) >= %s
                   AND COALESCE(aml.date_maturity, aml.date) < %s""",
                days[0],
                days[-1],
            )
        else:
            place = SQL("WIDTH_BUCKET(aml.date - 1, %s::date[])", days)
            within = SQL("aml.date > %s AND aml.date <= %s", days[0], days[-1])
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, item.place, SUM(item.amount)::float8
                  FROM (SELECT partner.commercial_partner_id AS partner_id, aml.company_id,
                               %(place)s AS place, aml.balance AS amount
                          FROM account_move_line aml
                          JOIN account_move move ON move.id = aml.move_id
                          LEFT JOIN res_partner partner ON partner.id = aml.partner_id
                         WHERE aml.company_id IN %(companies)s AND %(where)s AND %(within)s
                           AND move.move_type IN %(types)s) AS item
                  %(join)s
                 GROUP BY 1, 2
                """,
                key=key,
                join=join,
                place=place,
                within=within,
                types=BILLS if by_due else DOCUMENTS,
                companies=tuple(scope.days),
                where=self._sql_line_where(scope),
                to_flush=self._get_fields_read(),
            )
        )

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
        self.env["account.move"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, period.place, COUNT(*), COUNT(item.delivery_date),
                       COALESCE(SUM(item.invoice_date - item.delivery_date), 0)::int,
                       COUNT(sent.day),
                       COALESCE(SUM(GREATEST(sent.day - item.invoice_date, 0))
                                FILTER (WHERE sent.day IS NOT NULL), 0)::int
                  FROM (VALUES %(periods)s) AS period (place, first, last)
                  JOIN (SELECT move.id, move.commercial_partner_id AS partner_id,
                               move.company_id, move.invoice_date, move.delivery_date
                          FROM account_move move
                         WHERE move.company_id IN %(companies)s AND move.state = 'posted'
                           AND move.move_type IN %(types)s) AS item
                    ON item.invoice_date BETWEEN period.first AND period.last
                  LEFT JOIN LATERAL (%(sent)s) AS sent ON TRUE
                  %(join)s
                 GROUP BY 1, 2
                """,
                key=key,
                join=join,
                periods=SQL(", ").join(
                    SQL("(%s, %s::date, %s::date)", place, *period)
                    for place, period in enumerate(periods)
                ),
                companies=tuple(company_ids),
                types=BILLS,
                sent=self.env["account.move"]._ar_sql_sent(SQL("message.res_id = item.id")),
            )
        )

    def _sql_money(self):
        """SELECT line_id, day, amount, entry_id: what money settled of debit items, in the
        company's currency, at the later of the two accounting dates, and by which entry."""
        return SQL(
            """
            SELECT partial.debit_move_id AS line_id, partial.max_date AS day, partial.amount,
                   credit.move_id AS entry_id
              FROM account_partial_reconcile partial
              JOIN account_move_line credit ON credit.id = partial.credit_move_id
              JOIN account_journal journal ON journal.id = credit.journal_id
             WHERE credit.parent_state = 'posted' AND journal.type IN ('bank', 'cash', 'credit')
            """,
            to_flush=[
                *self._get_fields_read(),
                self.env["account.journal"]._fields["type"],
            ],
        )
