"""What key figures are made of, read for all groups and periods at once."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ....tools.insight.cube import Cell, Cube, months_back
from ....tools.insight.facts import BALANCES, BY_KIND, Billing, Facts, Flow, days_of
from ....tools.insight.kpi import AT_RISK_DAYS

# Months that countback looks back at most.
MOST_MONTHS_BACK = 24
# States of promises that have fallen due, as ``promise_kept`` takes them.
PROMISE_ENDS = ("kept", "partly_kept", "broken")


class ArKpi(models.AbstractModel):
    """One reading for each kind of facts, whatever the number of groups, in a few queries.

    A reading answers {(group, index of the period): {name of ``Facts``: value}}. What has no group
    of its own there is nothing, not unknown.
    """

    _inherit = "ar.kpi"

    def _read_facts(self, request, names):
        """{(group, index of the period): ``Facts``} of the readings named."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(request.company_ids)
        request = request._replace(looks_back="months" in names)
        readings = [
            getattr(self, f"_read_{name}")(request, scope) for name in sorted(names - set(BALANCES))
        ]
        if names & set(BALANCES):
            readings.append(self._read_balances(request, scope, names))
        groups = {key for reading in readings for key, _place in reading}
        if not request.dimension:
            groups = {None}
        found = {}
        for key in groups:
            for place, period in enumerate(request.periods):
                facts = Facts(
                    period,
                    request.company_ids,
                    tuple(scope.accounts),
                    set(scope.days.values()) == {period.last},
                    **self._get_nothing(request, names, place),
                )
                for reading in readings:
                    facts = facts._replace(**reading.get((key, place), {}))
                # Nobody is the key of customers without, and of all.
                found[(key or False) if request.dimension else key, place] = facts
        return found

    def _get_nothing(self, request, names, place):
        """Facts of a group in which nothing was found."""
        nothing = {
            **{name: {name: Cube(*days_of(names, request.periods))} for name in BALANCES},
            "billed": {"billed": Flow(self._get_sales_days(request))},
            "months": {"months": tuple(months_back(request.periods[place].last, MOST_MONTHS_BACK))},
            "fell_due": {"fell_due": Flow(self._get_at_risk_days(request))},
            "promises": {"promises": {}},
            "disputes": {"disputes": (0, 0)},
            "disputed": {"disputed": 0.0},
            "written_off": {"written_off": 0.0},
            "cases": {"cases": (0.0, 0.0)},
            "billing": {"billing": Billing()},
            "costs": {"costs": (0.0, 0.0)},
        }
        return {key: value for name in names for key, value in nothing.get(name, {}).items()}

    # -- the ledger --------------------------------------------------------------------

    def _read_balances(self, request, scope, names):
        """Those of ``BALANCES`` that are asked for, in one reading: the same cube serves both."""
        days, dues = days_of(names, request.periods)
        rows = self.env["ar.open.item"]._read_pieces(
            scope, days, dues, AT_RISK_DAYS, request.key, request.join, bool(names & BY_KIND)
        )
        cells = defaultdict(list)
        for key, *cell in rows:
            cells[key].append(Cell(*cell))
        return {
            (key, place): dict.fromkeys(names & set(BALANCES), cube)
            for key, own in cells.items()
            for cube in [Cube(days, dues, own)]
            for place in range(len(request.periods))
        }

    def _get_sales_days(self, request):
        """The days between which sales are added up: the periods', and months for countback."""
        days = {day for period in request.periods for day in (period.before, period.last)}
        for period in request.periods if request.looks_back else ():
            for month in months_back(period.last, MOST_MONTHS_BACK):
                days.update(month)
        return sorted(days)

    def _get_at_risk_days(self, request):
        return sorted({day for period in request.periods for day in period.at_risk})

    def _read_billed(self, request, scope):
        days = self._get_sales_days(request)
        rows = self.env["ar.open.item"]._read_billed(scope, days, request.key, request.join)
        return self._as_flows(request, "billed", days, rows)

    def _read_months(self, _request, _scope):
        """The months that countback looks at are known without a look at the ledger."""
        return {}

    def _read_fell_due(self, request, scope):
        days = self._get_at_risk_days(request)
        rows = self.env["ar.open.item"]._read_billed(
            scope, days, request.key, request.join, by_due=True
        )
        # The place counts the days up to the due date; a flow, those before it.
        return self._as_flows(request, "fell_due", days, rows)

    def _as_flows(self, request, name, days, rows):
        amounts = defaultdict(dict)
        for key, place, amount in rows:
            amounts[key][place] = amount
        return {
            (key, place): {name: Flow(days, own)}
            for key, own in amounts.items()
            for place in range(len(request.periods))
        }

    def _read_billing(self, request, scope):
        rows = self.env["ar.open.item"]._read_billing_times(
            request.company_ids, request.periods, request.key, request.join
        )
        return {(key, place): {"billing": Billing(*own)} for key, place, *own in rows}

    # -- what was decided and said -----------------------------------------------------

    def _read_grouped(self, request, table, day, what, where, names):
        """Rows (group, index of the period, values of ``what``) of a table of ours with
        partner_id and company_id, by the period that a day falls into.

        :param what: aggregates of the columns of ``item``, one row of the table
        :param names: fields to write to the database before
        """
        model = self.env[table.replace("_", ".")]
        self.env[model._name].flush_model(names)
        own = SQL("item.company_id IN %s AND %s", request.company_ids, where)
        return self._read_by_period(request, SQL.identifier(table), day, what, own)

    def _read_by_period(self, request, source, day, what, where=None):
        """The same of any ``source`` of rows with partner_id and company_id, as ``item``."""
        periods = SQL(", ").join(
            SQL("(%s, %s::date, %s::date)", place, *period)
            for place, period in enumerate(request.periods)
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, period.place, %(what)s
                  FROM %(source)s AS item
                  JOIN (VALUES %(periods)s) AS period (place, first, last)
                    ON %(day)s
                  %(join)s
                 WHERE %(where)s
                 GROUP BY 1, 2
                """,
                key=request.key,
                join=request.join,
                what=what,
                source=source,
                periods=periods,
                day=day,
                where=where or SQL("TRUE"),
            )
        )

    def _read_promises(self, request, scope):
        what = SQL(", ").join(
            SQL("COUNT(*) FILTER (WHERE item.state = %s)", state) for state in PROMISE_ENDS
        )
        rows = self._read_grouped(
            request,
            "ar_promise",
            SQL("item.date BETWEEN period.first AND period.last"),
            what,
            SQL("item.state IN %s", PROMISE_ENDS),
            ["company_id", "date", "partner_id", "state"],
        )
        return {
            (key, place): {"promises": dict(zip(PROMISE_ENDS, counts, strict=True))}
            for key, place, *counts in rows
        }

    def _read_disputes(self, request, scope):
        rows = self._read_grouped(
            request,
            "ar_dispute",
            SQL("item.date_closed BETWEEN period.first AND period.last"),
            SQL("SUM(item.date_closed - item.date_opened)::int, COUNT(*)"),
            SQL("item.date_opened IS NOT NULL"),
            ["company_id", "date_closed", "date_opened", "partner_id"],
        )
        return {(key, place): {"disputes": (days, count)} for key, place, days, count in rows}

    def _read_disputed(self, request, scope):
        rows = self._read_grouped(
            request,
            "ar_dispute",
            SQL(
                """item.date_opened <= period.last
                   AND (item.date_closed IS NULL OR item.date_closed > period.last)"""
            ),
            SQL("SUM(item.amount_company)::float8"),
            SQL("item.amount_company > 0"),
            ["amount_company", "company_id", "date_closed", "date_opened", "partner_id"],
        )
        return {(key, place): {"disputed": amount} for key, place, amount in rows}

    def _read_written_off(self, request, scope):
        rows = self._read_by_period(
            request,
            SQL("(%s)", self.env["ar.writeoff"]._sql_losses(request.company_ids)),
            SQL("item.entry_date BETWEEN period.first AND period.last"),
            SQL("SUM(item.gross)::float8"),
        )
        return {(key, place): {"written_off": amount} for key, place, amount in rows}

    def _read_cases(self, request, scope):
        rows = self._read_grouped(
            request,
            "ar_case",
            SQL(
                """item.date_handed_over <= period.last
                   AND (item.date_closed IS NULL OR item.date_closed >= period.first)"""
            ),
            SQL("ARRAY_AGG(item.id)"),
            SQL("TRUE"),
            ["company_id", "date_closed", "date_handed_over", "partner_id"],
        )
        every = {id_ for _key, _place, ids in rows for id_ in ids}
        # Once, whatever the number of groups and periods.
        came_in = self.env["ar.case"].sudo().browse(every)._read_recovered()
        found = {}
        for key, place, ids in rows:
            last = request.periods[place].last
            cases = self.env["ar.case"].sudo().browse(ids)
            recovered = sum(
                amount for case in cases for day, amount in came_in.get(case, ()) if day <= last
            )
            handed_over = sum(cases.mapped("amount_handed_over"))
            found[key, place] = {"cases": (recovered, handed_over)}
        return found
