"""The forecast of a day, kept: learned once, shown as often as somebody opens the page."""

from odoo import Command, api, fields, models
from odoo.tools import SQL, format_date

from ...base.locking import lock

# Weeks that are kept; a page shows the first of them.
KEPT_WEEKS = 26


class ArForecastKept(models.Model):
    """The newest forecast of a set of companies, with the back-test that stands beside it.

    Learning takes seconds, telling of 100,000 open items ten: the night does it for each company,
    and the first who opens the page for several companies at once, or before that night. Only
    what is of the companies' today is shown. Its weeks are made of its ``ar.forecast.part``.
    """

    _name = "ar.forecast.kept"
    _inherit = ["ar.guard.mixin"]
    _description = "Kept Forecast"
    _order = "date desc, id"
    _rec_name = "date"

    key = fields.Char(
        string="Companies", required=True, readonly=True, copy=False, help="Their ids, in order."
    )
    company_ids = fields.Many2many("res.company", string="Of Companies", readonly=True, copy=False)
    date = fields.Date(readonly=True, copy=False)
    moment = fields.Datetime(string="As Of", readonly=True, copy=False)
    nightly = fields.Boolean(
        string="By the Night", readonly=True, copy=False, help="The night of that day has made it."
    )
    answer = fields.Json(
        string="Weeks", readonly=True, copy=False, help="What get_forecast said of 26 weeks."
    )
    overdue = fields.Json(
        string="Overdue by Company", readonly=True, copy=False, help="Pairs of company and amount."
    )
    test = fields.Json(string="Back-Test", readonly=True, copy=False)

    _key_uniq = models.UniqueIndex("(key)", "The forecast of these companies is kept already.")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for kept in self:
            day = format_date(self.env, kept.date)
            kept.display_name = self.env._("Forecast of %(day)s", day=day)

    # -- one for a set of companies ----------------------------------------------------

    @api.model
    def _get_key(self, companies):
        return ",".join(map(str, sorted(companies.ids)))

    @api.model
    def _find(self, companies, day):
        """What is kept of these companies and this day, as superuser; or nothing."""
        domain = [("key", "=", self._get_key(companies)), ("date", "=", day)]
        return self.sudo().search(domain)

    @api.model
    def _claim(self, companies, wait=True):
        """The row of these companies, as superuser, locked until the end of the transaction.

        Who comes second waits, is told by PostgreSQL that the row has changed meanwhile, and is
        called again by Odoo: he then finds what the first one has kept.

        :param wait: else who comes second is told so in a sentence
        :raise LockError: somebody else makes it at this moment
        """
        key, sudo = self._get_key(companies), self.sudo()
        if not wait:
            lock(sudo.search([("key", "=", key)]))
        self.env.cr.execute(
            SQL(
                "INSERT INTO ar_forecast_kept (key) VALUES (%s) ON CONFLICT (key) DO NOTHING",
                key,
            )
        )
        [[id_]] = self.env.execute_query(
            SQL("SELECT id FROM ar_forecast_kept WHERE key = %s FOR NO KEY UPDATE", key)
        )
        return sudo.browse(id_)

    @api.model
    def _drop_old(self, company):
        """What nobody is shown any more: of days before, for several companies with this one."""
        domain = [
            ("company_ids", "in", company.ids),
            ("key", "!=", self._get_key(company)),
            ("date", "<", company._ar_today()),
        ]
        self.sudo().search(domain).unlink()

    def _write_told(self, known, told, nightly=False):
        """Keep what was told of 26 weeks, with its parts; what was kept before is gone.

        :param known, told: ``Known`` and ``Outlook`` of ``ar.forecast``
        """
        self.ensure_one()
        self.env["ar.forecast.part"]._replace(self, known, told)
        again = self.date == known.day
        # What comes in later today is no cash yet, as long as its items are expected here.
        opening = self.env["ar.forecast"]._read_cash(known.companies, known.day)
        self.write(
            {
                "company_ids": [Command.set(known.companies.ids)],
                "date": known.day,
                "moment": known.moment,
                "nightly": nightly or (again and self.nightly),
                "answer": {**told.answer, "opening": opening},
                "overdue": list(told.overdue.items()),
                # Of one day it is the same, but for what was paid meanwhile.
                "test": self.test if again else False,
            }
        )

    def _get_test(self):
        """The figures of the back-test, tried and kept if they are not yet."""
        self.ensure_one()
        if not self.test:
            kept = self._claim(self.company_ids)
            forecast = self.env["ar.forecast"]
            kept.test = forecast._try(kept.company_ids, kept.date) or {"count": 0}
        return self.test

    # -- what it says ------------------------------------------------------------------

    def _get_answer(self, weeks):
        """What ``get_forecast`` would have said of so many weeks, at most 26."""
        self.ensure_one()
        answer = self.answer
        currency = self.env["res.currency"].browse(answer["currency_id"])
        to_day = fields.Date.to_date
        shown = [
            {**week, "start": to_day(week["start"]), "end": to_day(week["end"])}
            for week in answer["weeks"][:weeks]
        ]
        later = answer["total"] - sum(week["expected"] for week in shown)
        return {**answer, "as_of": self.date, "weeks": shown, "later": currency.round(later)}

    def _get_overdue(self):
        """{company id: what was overdue of it}."""
        return dict(self.overdue)
