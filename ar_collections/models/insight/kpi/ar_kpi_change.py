"""That something was booked or matched on a day that is over, which makes untrue what is kept."""

from odoo import api, fields, models
from odoo.tools import SQL


class ArKpiChange(models.Model):
    """A note for those who read kept days. Who books or matches writes rows of its own and waits
    for nobody; the night takes off those that it has seen, in the transaction in which it reads the
    day anew. So a note of what was not committed by then stays.
    """

    _name = "ar.kpi.change"
    _inherit = ["ar.guard.mixin"]
    _description = "Change on a Day Kept for Key Figures"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", help="Empty: all companies."
    )
    day = fields.Date(readonly=True, index="btree_not_null", help="Empty: all days.")

    @api.model
    def _get_first_open_day(self):
        """From this day on nothing is kept for some days (``KEPT_AFTER``) and nothing noted: no
        transaction takes as long as that."""
        return fields.Date.today()

    @api.model
    def _note_lines(self, ids, places=(), any_account=False):
        """Journal items change: their own days, and those of all that settles them.

        :param places: (company id, day) where they were before
        :param any_account: whether they were of another account before
        """
        first = self._get_first_open_day()
        for company_id, day in places:
            if company_id and day and day < first:
                self._note_day(company_id, day)
        self.env.cr.execute(
            SQL(
                """
                WITH line AS MATERIALIZED (
                    SELECT line.id, line.move_id, line.company_id, line.date
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                     WHERE line.id = ANY(%(ids)s) AND %(trade)s),
                partial AS MATERIALIZED (
                    SELECT partial.* FROM line
                      JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
                     UNION ALL
                    SELECT partial.* FROM line
                      JOIN account_partial_reconcile partial ON partial.credit_move_id = line.id
                     UNION ALL
                    SELECT partial.* FROM line
                      JOIN account_partial_reconcile partial
                        ON partial.exchange_move_id = line.move_id)
                INSERT INTO ar_kpi_change (company_id, day)
                SELECT company_id, date FROM line WHERE date < %(first)s
                 UNION
                SELECT company_id, day FROM (%(days)s) AS settled WHERE day < %(first)s
                """,
                ids=list(ids),
                first=first,
                trade=SQL("TRUE") if any_account else self.env["ar.open.item"]._sql_is_trade(),
                days=self._sql_days(),
            )
        )

    @api.model
    def _note_day(self, company_id, day):
        self.env.cr.execute(
            SQL("INSERT INTO ar_kpi_change (company_id, day) VALUES (%s, %s)", company_id, day)
        )

    @api.model
    def _note_partials(self, ids):
        """Matching comes, goes or changes: the days from which it counts."""
        self.env.cr.execute(
            SQL(
                """
                WITH own AS MATERIALIZED (
                    SELECT * FROM account_partial_reconcile WHERE id = ANY(%(ids)s)),
                partial AS MATERIALIZED (
                    SELECT * FROM own
                     UNION ALL
                    SELECT cause.* FROM own
                      JOIN account_move_line line
                        ON line.id IN (own.debit_move_id, own.credit_move_id)
                      JOIN account_partial_reconcile cause
                        ON cause.exchange_move_id = line.move_id)
                INSERT INTO ar_kpi_change (company_id, day)
                SELECT DISTINCT company_id, day FROM (%(days)s) AS settled WHERE day < %(first)s
                """,
                ids=list(ids),
                first=self._get_first_open_day(),
                days=self._sql_days(),
            )
        )

    @api.model
    def _sql_days(self):
        """SELECT company_id, day of the rows of ``partial``: of both sides; and where it has an
        exchange entry, the days of that, which counts from its cause or from its own."""
        return SQL(
            """
            SELECT side.company_id, day.day
              FROM partial
              JOIN account_move_line side
                ON side.id IN (partial.debit_move_id, partial.credit_move_id)
             CROSS JOIN LATERAL (
                SELECT partial.max_date AS day
                 UNION ALL
                SELECT line.date FROM account_move_line line
                 WHERE line.move_id = partial.exchange_move_id
                 UNION ALL
                SELECT other.max_date
                  FROM account_move_line line
                  JOIN account_partial_reconcile other
                    ON line.id IN (other.debit_move_id, other.credit_move_id)
                 WHERE line.move_id = partial.exchange_move_id) AS day
            """
        )

    @api.model
    def _note_accounts(self, ids):
        """What accounts are for changes; new ones have nothing booked yet."""
        [[used]] = self.env.execute_query(
            SQL("SELECT EXISTS (SELECT FROM account_move_line WHERE account_id = ANY(%s))", ids)
        )
        if used:
            self._note_all()

    @api.model
    def _note_all(self):
        """What counts at all has changed."""
        self.env.cr.execute("INSERT INTO ar_kpi_change (company_id, day) VALUES (NULL, NULL)")
