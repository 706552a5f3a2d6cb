"""What the forecast asks for: payments one by one, as much of each customer, or some customers with
all that they paid."""

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ....tools.ledger.sample import FACTOR, SPAN
from .ar_open_item_kinds import BILLS


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    def _read_payments(self, company_ids, as_of, partner_ids=None, months=24, limit=None):
        """What was paid on which invoice and when, in one query. Where that is too much, as much of
        each customer, spread over all the months: of the newest payments alone the late ones would
        be too many, because they are of older invoices.

        :param as_of: the last day of payments
        :param partner_ids: customers or contacts of customers; None for all
        :param limit: the most rows
        :return: dicts: ``id`` (journal item), ``move_id``, ``partner_id`` (commercial entity),
            ``company_id``, ``invoiced``, ``due``, ``settled``, ``amount`` in the company's
            currency, ``sent`` (the document was sent through Odoo)
        """
        scope = self._prepare_scope(company_ids, partner_ids, today=True)
        if self._is_empty(scope):
            return []
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT id, move_id, partner_id, company_id, invoiced, due, settled, amount, sent
                  FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY partner_id, company_id
                                                     ORDER BY %(place)s, id, settled) AS place
                          FROM (%(payments)s) AS payment) AS placed
                 ORDER BY place, settled DESC, id DESC
                 LIMIT %(limit)s
                """,
                payments=self._sql_payments(scope, company_ids, as_of, months),
                place=self._sql_place_of(SQL("move_id")),
                limit=limit,
            )
        )

    def _read_payments_sampled(
        self, company_ids, as_of, partner_ids=None, months=24, *, limit, each
    ):
        """What was paid by some of the customers, all that they paid: see ``place_of`` of
        ``tools/ledger/sample.py``. Of those who paid more than ``each`` invoices, some of these.

        :param limit: about how many rows
        :return: dicts as of ``_read_payments``, and ``number`` (how many the customer has), ``of``
            (how many customers there are)
        """
        scope = self._prepare_scope(company_ids, partner_ids, today=True)
        if self._is_empty(scope):
            return []
        return self.env.execute_query_dict(
            SQL(
                """
                  WITH payment AS (%(payments)s),
                       own AS (SELECT partner_id, company_id, COUNT(*) AS number,
                                      SUM(LEAST(COUNT(*), %(each)s))
                                          OVER (ORDER BY %(place_of_partner)s) AS until,
                                      COUNT(*) OVER () AS of
                                 FROM payment
                             GROUP BY partner_id, company_id)
                SELECT payment.*, own.number, own.of
                  FROM payment
                  JOIN own USING (partner_id, company_id)
                 WHERE (own.until <= %(limit)s OR own.until = (SELECT MIN(until) FROM own))
                   AND %(place_of_move)s * own.number < %(each)s
                """,
                payments=self._sql_payments(scope, company_ids, as_of, months),
                place_of_partner=self._sql_place_of(SQL("partner_id")),
                place_of_move=self._sql_place_of(SQL("payment.move_id")),
                each=each,
                limit=limit,
            )
        )

    def _sql_place_of(self, id_):
        return SQL("(%s::bigint * %s %% %s)::float8 / %s", id_, FACTOR, SPAN, SPAN)

    def _sql_payments(self, scope, company_ids, as_of, months):
        """SELECT of the columns of ``_read_payments``."""
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move"].flush_model(["invoice_date", "is_move_sent"])
        return SQL(
            """
            SELECT aml.id, aml.move_id, partner.commercial_partner_id AS partner_id,
                   aml.company_id, COALESCE(move.invoice_date, aml.date) AS invoiced,
                   COALESCE(aml.date_maturity, aml.date) AS due,
                   partial.max_date AS settled, SUM(partial.amount)::float AS amount,
                   COALESCE(move.is_move_sent, FALSE) AS sent
              FROM account_partial_reconcile partial
              JOIN account_move_line aml ON aml.id = partial.debit_move_id
              JOIN account_move move ON move.id = aml.move_id
              JOIN res_partner partner ON partner.id = aml.partner_id
              JOIN account_move_line credit ON credit.id = partial.credit_move_id
              JOIN account_journal journal ON journal.id = credit.journal_id
             WHERE %(where)s AND aml.company_id IN %(companies)s
               AND move.move_type IN %(bills)s AND credit.parent_state = 'posted'
               AND journal.type IN ('bank', 'cash', 'credit') AND partial.amount > 0
               AND partial.max_date <= %(as_of)s AND partial.max_date > %(since)s
          GROUP BY aml.id, move.id, partner.id, partial.max_date
            """,
            where=self._sql_behaviour_where(scope),
            companies=tuple(company_ids),
            bills=BILLS,
            as_of=as_of,
            since=as_of - relativedelta(months=months),
        )
