"""What became of items from one day to another, by kind: still open, paid, settled otherwise; and
what was billed. For key figures of any number of days, read in one query each."""

from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

# What customers are billed with, and what it is less.
BILLS = ("out_invoice", "out_receipt")
DOCUMENTS = (*BILLS, "out_refund")
# What became of a piece, and what it is of.
WAYS = ("open", "money", "other")
KINDS = ("bill", "refund", "other")
# Journals whose entries are money. What one of them pays of another one's was paid back, or the
# bank returned it: it was not collected.
MONEY = ("bank", "cash", "credit")
# A matching that counts on any day counts until then.
LAST_DAY = date(9999, 12, 31)
# The day from which days are counted where amounts are multiplied by them.
EPOCH = date(2000, 1, 1)


class Kept(NamedTuple):
    """Days, from one to another, whose pieces are kept."""

    first: date
    last: date


class ArOpenItem(models.Model):
    """Pieces of items: a part of an item, open from its date until what settled it.

    The pieces that are open on a day are what ``_read_rows`` gives for it as of that day: what is
    open now and each matching that counts, with the day from which it does. So the balances of many
    days, and what was paid in between, come from one reading.
    """

    _inherit = "ar.open.item"

    def _read_pieces(self, scope, days, dues, late_days, key, join, kinds=True):
        """Pieces that were open at the end of the first day or later, in sums; and what was settled
        on the day on which it came, as far as it is a document or money.

        :param scope: of now (``as_of`` None)
        :param days: sorted days at whose end balances are asked for
        :param dues: sorted days that due dates are compared with
        :param late_days: days after the due date at which a piece that is open is late
        :param key, join: SQL of the group, in terms of ``item`` with partner_id and company_id
        :param kinds: whether the kind of what is open is asked for, too; else it is 'other'
        :return: rows (key, number of days before the item's date, number of days before it was
            settled – all if it is open, number of dues up to the due date, 'open' / 'money' /
            'other', 'bill' / 'refund' / 'other', late?, amount in company currency, Σ amount × due
            date, Σ amount × day of the settlement, both days since 2000-01-01)
        """
        if self._is_empty(scope):
            return []
        kept = self._find_kept(scope)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.key, item.place, SUM(item.amount)::float8,
                       SUM(item.amount::float8 * item.due),
                       COALESCE(SUM(item.amount::float8 * item.since), 0)
                  FROM (SELECT %(key)s AS key, %(place)s AS place, item.amount,
                               item.due - %(epoch)s::date AS due,
                               item.since - %(epoch)s::date AS since
                          FROM (%(pieces)s) AS item
                          %(join)s
                         WHERE item.date <= %(last)s
                        OFFSET 0) AS item
                 GROUP BY item.key, item.place
                """,
                key=key,
                join=join,
                place=self._sql_place(days, dues, late_days),
                epoch=EPOCH,
                last=days[-1],
                pieces=SQL(" UNION ALL ").join(
                    [
                        self._sql_open_pieces(scope, kinds, not join),
                        *self._sql_kept_pieces(scope, kept, days[0], not join),
                        self._sql_settled_pieces(scope, days[0], kept),
                    ]
                ),
                to_flush=self._get_fields_read(),
            )
        )
        sizes = (len(days) + 1, len(dues) + 1, len(WAYS), len(KINDS), 2)
        return [(key, *self._get_places(place, sizes), *sums) for key, place, *sums in rows]

    def _sql_place(self, days, dues, late_days):
        """Where a piece lies, as one number: of seven columns PostgreSQL believes that they make as
        many groups as there are rows, and sorts them."""
        numbers = (
            (SQL("WIDTH_BUCKET(item.date - 1, %s::date[])", days), 0),
            (
                SQL(
                    "COALESCE(WIDTH_BUCKET(item.since - 1, %s::date[]), %s)",
                    days,
                    len(days),
                ),
                len(days) + 1,
            ),
            (SQL("WIDTH_BUCKET(item.due, %s::date[])", dues), len(dues) + 1),
            (SQL("CASE item.way WHEN 'open' THEN 0 WHEN 'money' THEN 1 ELSE 2 END"), len(WAYS)),
            (SQL("CASE item.kind WHEN 'bill' THEN 0 WHEN 'refund' THEN 1 ELSE 2 END"), len(KINDS)),
            (SQL("(item.since IS NULL OR item.since > item.due + %s)::int", late_days), 2),
        )
        place = SQL("0::bigint")
        for number, size in numbers:
            place = SQL("(%s) * %s + %s", place, size, number)
        return place

    def _get_places(self, place, sizes):
        """What ``_sql_place`` has put together."""
        found = []
        for size in reversed(sizes):
            place, number = divmod(place, size)
            found.append(number)
        late, kind, way, due, since = found
        return place, since, due, WAYS[way], KINDS[kind], bool(late)

    def _sql_pieces(self, scope, after):
        """SELECT id of the item, partner_id, contact_id (of the item itself), company_id, move_id,
        kind, date, due, since (NULL: open), way, amount, entry_id (what settled it) of the pieces
        that were settled after a day or are open."""
        return SQL(
            "%s UNION ALL %s",
            self._sql_open_pieces(scope),
            self._sql_settled_pieces(scope, after),
        )

    def _sql_kind(self):
        return SQL(
            """CASE WHEN document.move_type IN %s THEN 'bill'
                    WHEN document.move_type = 'out_refund' THEN 'refund' ELSE 'other' END""",
            BILLS,
        )

    def _sql_open_pieces(self, scope, kinds=True, whole=False):
        """The pieces that nothing has settled yet, of the companies of the scope.

        :param kinds: see ``_read_pieces``
        :param whole: without partner_id and contact_id
        """
        return SQL(
            """
            (SELECT line.id, %(partner)s AS partner_id, %(contact)s AS contact_id,
                    line.company_id, line.move_id, %(kind)s AS kind, line.date,
                    COALESCE(line.date_maturity, line.date) AS due, NULL::date AS since,
                    'open' AS way, line.residual AS amount, NULL::int AS entry_id
               FROM (%(lines)s) AS line
               %(document)s
              WHERE line.company_id IN %(companies)s)
            """,
            partner=SQL("NULL::int") if whole else SQL("line.commercial_id"),
            contact=SQL("NULL::int") if whole else SQL("line.partner_id"),
            kind=SQL("COALESCE(document.kind, (%s))", self._sql_kind_of_line())
            if kinds
            else SQL("'other'"),
            document=self._sql_unpaid_documents() if kinds else SQL(),
            lines=self._sql_lines(scope),
            companies=tuple(scope.days),
        )

    def _sql_unpaid_documents(self):
        """The documents that most open items are of, from the index ``_ar_unpaid_idx``, whose
        condition stands here literally. An item of none of them is looked up by itself."""
        return SQL(
            """LEFT JOIN (SELECT document.id, %s AS kind
                            FROM account_move document
                           WHERE document.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
                             AND document.payment_state IN ('not_paid', 'partial')) AS document
                 ON document.id = line.move_id""",
            self._sql_kind(),
        )

    def _sql_kind_of_line(self):
        return SQL(
            "SELECT %s FROM account_move document WHERE document.id = line.move_id",
            self._sql_kind(),
        )

    def _sql_settled_pieces(self, scope, after, kept=(), more=None):
        """The pieces that were settled after a day.

        Credits are left out that were settled on the day on which they came: they were open at no
        day's end. Documents are not, which came all the same.

        :param kept: days of which somebody else knows what was settled
        :param more: a condition on ``debit`` and ``credit``, the two items
        """
        return SQL(
            """
            (WITH %(counted)s
             SELECT aml.id, partner.commercial_partner_id AS partner_id,
                    aml.partner_id AS contact_id, aml.company_id, aml.move_id, %(kind)s AS kind,
                    aml.date, COALESCE(aml.date_maturity, aml.date) AS due, counted.since,
                    CASE WHEN aml.amount > 0 AND journal.type IN %(money)s
                              AND own_journal.type NOT IN %(money)s
                         THEN 'money' ELSE 'other' END AS way,
                    aml.amount, aml.entry_id
               FROM counted
               JOIN account_move_line debit ON debit.id = counted.debit_move_id
               JOIN account_move_line credit ON credit.id = counted.credit_move_id
               JOIN account_journal journal ON journal.id = credit.journal_id
               JOIN account_journal own_journal ON own_journal.id = debit.journal_id
              CROSS JOIN LATERAL (VALUES
                (debit.id, debit.company_id, debit.account_id, debit.parent_state,
                 debit.partner_id, debit.move_id, debit.date, debit.date_maturity,
                 debit.display_type, counted.amount, credit.move_id),
                (credit.id, credit.company_id, credit.account_id, credit.parent_state,
                 credit.partner_id, credit.move_id, credit.date, credit.date_maturity,
                 credit.display_type, -counted.amount, debit.move_id)
              ) AS aml (id, company_id, account_id, parent_state, partner_id, move_id, date,
                        date_maturity, display_type, amount, entry_id)
               JOIN account_move document ON document.id = aml.move_id
               LEFT JOIN res_partner partner ON partner.id = aml.partner_id
              WHERE counted.since > %(after)s AND %(live)s AND %(more)s
                AND aml.company_id IN %(companies)s AND %(where)s
                AND (aml.amount > 0 OR aml.date < counted.since
                     OR aml.display_type = 'payment_term'))
            """,
            counted=self._sql_counted(scope._replace(as_of=LAST_DAY), after),
            kind=self._sql_kind(),
            money=MONEY,
            after=after,
            live=self._sql_outside(SQL("counted.since"), kept),
            more=more or SQL("TRUE"),
            companies=tuple(scope.days),
            where=self._sql_line_where(scope),
            to_flush=self.env["account.journal"]._fields["type"],
        )

    # -- what is kept of days that are over ----------------------------------------------

    def _find_kept(self, scope):
        """[``Kept``]: days that somebody keeps of all companies of the scope, as they are live, one
        after the other. Nobody does so here."""
        return ()

    def _sql_kept_pieces(self, scope, kept, after, whole):
        """[SELECT] of pieces that were settled on these days, and after a day: the columns of
        ``_sql_pieces``.

        :param whole: without partner_id and contact_id
        """
        return []

    def _sql_kept_billed(self, scope, kept, whole):
        """[SELECT] of what was billed on these days: the columns of ``_sql_billed``."""
        return []

    def _sql_outside(self, day, kept):
        """That a day is none of these."""
        if not kept:
            return SQL("TRUE")
        # Said as what is left of time, so that an index of days can be used.
        starts = [None, *(days.last for days in kept)]
        ends = [*(days.first for days in kept), None]
        ranges = []
        for start, end in zip(starts, ends, strict=True):
            parts = [SQL("%s > %s", day, start)] if start else []
            parts += [SQL("%s < %s", day, end)] if end else []
            ranges.append(SQL("(%s)", SQL(" AND ").join(parts)))
        return SQL("(%s)", SQL(" OR ").join(ranges))

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
            place = SQL("WIDTH_BUCKET(item.due, %s::date[])", days)
            within = SQL(
                "item.due >= %s AND item.due < %s AND item.kind = 'bill'", days[0], days[-1]
            )
        else:
            place = SQL("WIDTH_BUCKET(item.date - 1, %s::date[])", days)
            within = SQL("item.date > %s AND item.date <= %s", days[0], days[-1])
        kept = self._find_kept(scope)
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, %(place)s, SUM(item.amount)::float8
                  FROM (%(billed)s) AS item
                  %(join)s
                 WHERE %(within)s
                 GROUP BY 1, 2
                """,
                key=key,
                join=join,
                place=place,
                billed=SQL(" UNION ALL ").join(
                    [self._sql_billed(scope, kept), *self._sql_kept_billed(scope, kept, not join)]
                ),
                within=within,
                to_flush=self._get_fields_read(),
            )
        )

    def _sql_billed(self, scope, kept=(), more=None):
        """SELECT partner_id, contact_id, company_id, move_id, kind, date, due, amount of the
        instalments of documents.

        :param kept: see ``_sql_settled_pieces``
        :param more: a condition on ``aml``, the item
        """
        return SQL(
            """
            (SELECT partner.commercial_partner_id AS partner_id, aml.partner_id AS contact_id,
                    aml.company_id, aml.move_id, %(kind)s AS kind, aml.date,
                    COALESCE(aml.date_maturity, aml.date) AS due, aml.balance AS amount
               FROM account_move_line aml
               JOIN account_move document ON document.id = aml.move_id
               LEFT JOIN res_partner partner ON partner.id = aml.partner_id
              WHERE aml.company_id IN %(companies)s AND %(where)s AND %(live)s
                AND document.move_type IN %(types)s AND %(more)s)
            """,
            kind=self._sql_kind(),
            companies=tuple(scope.days),
            where=self._sql_line_where(scope),
            live=self._sql_outside(SQL("aml.date"), kept),
            types=DOCUMENTS,
            more=more or SQL("TRUE"),
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
             WHERE credit.parent_state = 'posted' AND journal.type IN %(money)s
            """,
            money=MONEY,
            to_flush=[
                *self._get_fields_read(),
                self.env["account.journal"]._fields["type"],
            ],
        )
