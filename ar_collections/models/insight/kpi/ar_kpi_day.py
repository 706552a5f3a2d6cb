"""Days that are over, kept for key figures: a year is not read from the ledger each time."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...ledger.open_item.ar_open_item_kinds import Kept

# Days that are kept; what is older is read from the ledger.
MOST_DAYS = 5 * 366
# So many days later a day is kept: no transaction that books on the day itself takes as long.
KEPT_AFTER = 3


class ArKpiDay(models.Model):
    """That what was settled and billed on a day is kept, of one company.

    Kept is what the reader of open items says of the day (``_sql_settled_pieces``,
    ``_sql_billed``), and nothing else. Whatever is booked or matched on it later is noted
    (``ar.kpi.change``), and from that moment on the day is read from the ledger, until a night
    has read it anew. So figures are the live ones, kept or not.
    """

    _name = "ar.kpi.day"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _description = "Day Kept for Key Figures"
    _order = "day desc, company_id"
    _rec_name = "day"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    read_on = fields.Datetime(required=True, readonly=True)

    _once_uniq = models.UniqueIndex("(company_id, day)", "This day is kept already.")

    # -- by night ----------------------------------------------------------------------

    @api.model
    def _cron_keep(self):
        """Keep the days of each company that are over."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        self._work_through(companies, self._keep_company)

    @api.model
    def _forget(self):
        """Where what counts at all has changed, nothing is true any more, of no company. And notes
        of days that are not kept are of no use: who reads those later sees what they are about."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            DELETE FROM ar_kpi_day WHERE EXISTS (
                SELECT FROM ar_kpi_change change WHERE change.day IS NULL);
            DELETE FROM ar_kpi_change change
             WHERE NOT EXISTS (
                SELECT FROM ar_kpi_day kept
                 WHERE kept.company_id = change.company_id AND kept.day = change.day)
            """
        )
        self.env.invalidate_all()

    @api.model
    def _keep_company(self, company):
        """A month, or what of it is due, in a transaction of its own."""
        self._forget()
        for [days] in self._in_batches(self._find_due(company), 1):
            self._keep(company, *days)

    @api.model
    def _find_due(self, company):
        """[(first, last)] of days to read, each in one month, the newest first: what is not kept or
        not true any more; and the month that was read longest ago, for what was changed past the
        ORM."""
        last = fields.Date.today() - timedelta(days=KEPT_AFTER)
        accounts = self.env["ar.open.item"]._prepare_scope(company.ids).accounts
        rows = self.env.execute_query(
            SQL(
                """
                SELECT day.day::date, NOT EXISTS (
                    SELECT FROM ar_kpi_day kept
                     WHERE kept.company_id = %(company)s AND kept.day = day.day
                       AND NOT EXISTS (SELECT FROM ar_kpi_change change
                                        WHERE change.company_id = kept.company_id
                                          AND change.day = kept.day))
                  FROM GENERATE_SERIES(GREATEST(%(first)s::date,
                                       (SELECT MIN(line.date) FROM account_move_line line
                                         WHERE line.company_id = %(company)s
                                           AND line.account_id = ANY(%(accounts)s)
                                           AND line.parent_state = 'posted')),
                                       %(last)s::date, '1 day') AS day (day)
                 ORDER BY 1 DESC
                """,
                company=company.id,
                accounts=accounts,
                first=last - timedelta(days=MOST_DAYS),
                last=last,
            )
        )
        due = [day for day, is_due in rows if is_due]
        oldest = self.search([("company_id", "=", company.id)], order="read_on, day", limit=1)
        if oldest and oldest.read_on < fields.Datetime.now() - timedelta(hours=12):
            due += [day for day, _due in rows if self._is_of_month(day, oldest.day)]
        months = {}
        for day in due:
            months.setdefault((day.year, day.month), []).append(day)
        return [(min(days), max(days)) for days in months.values()]

    @api.model
    def _is_of_month(self, day, other):
        return day.replace(day=1) == other.replace(day=1)

    @api.model
    def _keep(self, company, first, last):
        """Read the days, and take off the notes that say so."""
        self.env.flush_all()
        values = {"company": company.id, "first": first, "last": last}
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM ar_kpi_change
                 WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s;
                DELETE FROM ar_kpi_day
                 WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s;
                DELETE FROM ar_kpi_piece
                 WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s;
                INSERT INTO ar_kpi_day (company_id, day, read_on)
                SELECT %(company)s, day::date, %(now)s
                  FROM GENERATE_SERIES(%(first)s::date, %(last)s::date, '1 day') AS day
                """,
                now=fields.Datetime.now(),
                **values,
            )
        )
        self.env["ar.kpi.piece"]._read_days(company, first, last)
        self.env.invalidate_all(flush=False)

    # -- by day ------------------------------------------------------------------------

    @api.model
    def _find_true(self, company_ids):
        """The days that are kept of all these companies and still true: ``Kept``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT MIN(day), MAX(day)
                  FROM (SELECT kept.day,
                               kept.day - (ROW_NUMBER() OVER (ORDER BY kept.day))::int AS run
                          FROM ar_kpi_day kept
                         WHERE kept.company_id IN %(companies)s
                         GROUP BY kept.day
                        HAVING COUNT(*) = %(number)s AND NOT EXISTS (
                            SELECT FROM ar_kpi_change change
                             WHERE change.day IS NULL
                                OR (change.company_id IN %(companies)s
                                    AND change.day = kept.day))) AS kept
                 GROUP BY run
                 ORDER BY 1
                """,
                companies=tuple(company_ids),
                number=len(set(company_ids)),
                # What was booked, and is not written yet, is noted when it is.
                to_flush=self.env["ar.open.item"]._get_fields_read(),
            )
        )
        return tuple(Kept(*row) for row in rows)
