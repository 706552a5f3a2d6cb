"""When receivables come in, and how good such forecasts were: what others ask."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ....tools.insight import agreed as tools
from ....tools.insight import backtest, forecast, receipts
from ...base import arguments
from ..kpi.ar_kpi_request import LAST_YEAR

MOST_WEEKS = 53
# The days within which the worklist asks whether something is paid.
SOON_DAYS = 30
# What nobody knows of an open item until it happens.
UNKNOWN = ("disputed",)


class Known(NamedTuple):
    """What is open on a day, and what was learned from the payments before it.

    :param rows: of ``_read_open``
    :param learned: number of payments that ``model`` was learned from
    :param moment: when that was read
    """

    companies: models.BaseModel
    day: date
    rows: list
    model: forecast.Model
    learned: int
    moment: datetime


class Outlook(NamedTuple):
    """An answer of ``get_forecast`` and what it is made of.

    :param overdue: {company id: what is overdue of it}
    :param items: rows without what is agreed, ``parts``: ``receipts.split`` of them
    :param agreed: ``Agreed`` of ``ar_forecast_rows.py``
    """

    answer: dict
    overdue: dict
    items: list
    parts: list
    agreed: list


class ArForecast(models.AbstractModel):
    """The forecast of receipts. These methods learn anew from the ledger whenever somebody asks.

    What is read is in ``ar_forecast_rows.py``. The screen (``ar_forecast_page.py``, a click on a
    week in ``ar_forecast_figures.py``) shows what is kept for the day (``ar.forecast.kept``): by
    the night (``ar_forecast_nightly.py``), else by who opens it first.
    """

    _name = "ar.forecast"
    _inherit = ["ar.job.mixin"]
    _description = "Forecast of Receipts"

    @api.model
    @api.readonly
    def get_forecast(self, company_ids=None, weeks=13, as_of=None):
        """Receipts by week, from what is open and how each customer pays.

        Open promises and plans in force stand on their days, with what is left of them; their
        items are not expected beside. Nothing is expected of what is stuck: of customers in
        insolvency, and of items that a lawyer, a court or an agency has. Amounts are in the
        companies' currency.

        :param company_ids: companies of the user, of one currency; None for those switched on
        :param weeks: how many, 1 to 53
        :param as_of: date or ISO text; None for the company's today
        :return: {'as_of', 'currency_id', 'weeks': [{'start', 'end', 'expected', 'low', 'high',
            'agreed' (of it: promises and instalments), 'sum', 'sum_low', 'sum_high' (from today
            to the end of the week)}], 'total' (open, credits off),
            'overdue' (as in the aging: less credits that nobody has allocated, by their own
            age), 'agreed', 'later' (not expected in these weeks), 'learned_from' (number of
            payments)}
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: for what cannot be understood, or several currencies
        """
        companies, day = self._prepare_request(company_ids, as_of)
        weeks = self._to_weeks(weeks)
        return self._tell(self._get_known(companies, day), weeks).answer

    def _get_known(self, companies, day):
        """What is open on a day and what was learned before it, as ``Known``."""
        moment = fields.Datetime.now()
        rows = self._read_open(companies, day)
        return Known(companies, day, rows, *self._learn(companies, day), moment)

    def _tell(self, known, weeks):
        """The forecast of so many weeks, as ``Outlook``."""
        companies, day, rows = known.companies, known.day, known.rows
        agreed, items = self._split_agreed(companies, rows, day)
        parts = receipts.split(known.model, [row["open"] for row in items], weeks, day)
        found, sums = receipts.tell_of(known.model, parts, weeks, day)
        currency = companies.sudo().currency_id
        kept = self._read_kept_rate(companies, day)
        result = [
            self._prepare_week(forecast.Week(*week), forecast.Week(*total), agreed, currency, kept)
            for week, total in zip(found, sums, strict=True)
        ]
        self._keep_rising(result)
        overdue = dict.fromkeys(companies.ids, 0.0)
        for row in rows:
            if row["date_due"] < day:
                overdue[row["company_id"]] += row["residual"]
        total = sum(row["residual"] for row in rows)
        answer = {
            "as_of": day,
            "currency_id": currency.id,
            "weeks": result,
            "total": currency.round(total),
            "overdue": currency.round(sum(overdue.values())),
            "agreed": currency.round(sum(one.amount for one in agreed)),
            "later": currency.round(total - sum(week["expected"] for week in result)),
            "learned_from": known.learned,
        }
        return Outlook(answer, overdue, items, parts, agreed)

    def _prepare_week(self, week, total, agreed, currency, kept):
        """A week of the forecast with what was agreed for it, and the sum of all until its end.

        What was agreed is expected as agreed; in the low end it is believed as far as agreements
        are kept (``kept``, a share).
        """
        end = week.start + timedelta(days=6)
        until = [one for one in agreed if one.date <= end]
        own = [one for one in until if one.date >= week.start]
        sure, all_sure = (sum(one.amount for one in ones) for ones in (own, until))
        low = tools.band(week.expected, week.low, self._sum_agreed(own), kept)
        sum_low = tools.band(total.expected, total.low, self._sum_agreed(until), kept)
        return {
            "start": week.start,
            "end": end,
            "expected": currency.round(week.expected + sure),
            "low": currency.round(low),
            "high": currency.round(week.high + sure),
            "agreed": currency.round(sure),
            "sum": currency.round(total.expected + all_sure),
            "sum_low": currency.round(sum_low),
            "sum_high": currency.round(total.high + all_sure),
        }

    def _sum_agreed(self, agreed):
        """What each promise, and each plan as a whole, is to bring: a plan is kept or it is not."""
        sums = {}
        for one in agreed:
            sums[one.document] = sums.get(one.document, 0.0) + one.amount
        return list(sums.values())

    def _keep_rising(self, weeks):
        """What has come in does not go: neither does the low end of the sums."""
        lowest = 0.0
        for week in weeks:
            week["sum_low"] = lowest = max(week["sum_low"], lowest)

    @api.model
    @api.readonly
    def backtest(self, company_ids=None, as_of=None):
        """How good the forecast would have been on the user's own ledger.

        Past days are taken one after the other; each learns from what was settled before it.

        :return: {'count' (settled invoices tried), 'overdue' (open ones that are late), 'origins'
            (how many past days), 'error' (mean, in days), 'error_due', 'error_median' and
            'error_mean' (of who says the due date, the customer's median or mean), 'auc' (None if
            all came alike), 'calibration', 'coverage', 'receipts' and 'receipts_due',
            'receipts_median': errors of weeks 1 to 4 as shares of what came in, 'band' (share of
            the weeks within their band);
            an empty dict where there is nothing to try
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        companies, day = self._prepare_request(company_ids, as_of)
        return self._try(companies, day)

    def _try(self, companies, day):
        """The back-test until a day, see ``backtest``."""
        found = backtest.run(self._read_outcomes(companies, day), day, UNKNOWN)
        return found._asdict() if found else {}

    @api.model
    def _read_late_probabilities(self, company, profiles, known=None):
        """Chances that what is overdue is not paid within the next 30 days, by amount.

        For other code: no rights are asked for.

        :param known: what is known of the company today, where it is read already
        :return: {profile id: probability}, of those with something overdue
        """
        known = known or self._get_known(company, company._ar_today())
        day, until = known.day, known.day + timedelta(days=SOON_DAYS)
        partners = {profile.partner_id.id: profile.id for profile in profiles.sudo()}
        sums = {}
        # What was agreed pays the oldest: all rows of these customers are looked at.
        rows = [row for row in known.rows if row["partner_id"] in partners]
        chances = self._read_chances(company, rows, known.model, day, until)
        for row in rows:
            if row["id"] in chances:
                profile, told = partners[row["partner_id"]], chances[row["id"]]
                found = sums.setdefault(profile, [0.0, 0.0])
                found[0] += row["residual"] * (1 - told)
                found[1] += row["residual"]
        return {profile: late / total for profile, (late, total) in sums.items()}

    # -- what was asked ------------------------------------------------------------------

    def _prepare_request(self, company_ids, as_of):
        """Companies that the user may read, and the day."""
        items = self.env["ar.open.item"]
        items.browse().check_access("read")
        ids = arguments.to_ids(self.env, company_ids) or self.env.companies.ids
        items._check_companies(ids)
        companies = self.env["res.company"].browse(ids)
        if len(companies.sudo().currency_id) > 1:
            raise UserError(
                self.env._(
                    "The forecast adds up companies of one currency. Switch on one company, or "
                    "companies with the same currency."
                )
            )
        return companies, self._to_day(as_of) or companies[0]._ar_today()

    def _to_day(self, value):
        """A day after which there are others; None for nothing."""
        day = arguments.to_day(self.env, value)
        if day and day.year > LAST_YEAR:
            raise UserError(
                self.env._("%s is too far off. Choose an earlier day.", format_date(self.env, day))
            )
        return day

    def _to_weeks(self, weeks):
        if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= MOST_WEEKS:
            raise UserError(
                self.env._(
                    "The forecast shows from 1 to %s weeks. Enter such a number.", MOST_WEEKS
                )
            )
        return weeks

    def _learn(self, companies, day):
        """The model of a day, and the number of payments that it was learned from."""
        settled = self._read_settled(companies, day)
        return forecast.fit(settled, day), len(settled)
