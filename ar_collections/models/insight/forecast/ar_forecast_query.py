"""What the forecast knows beside the ledger, as it was on a day: disputes, sending, deferrals, what
was agreed, whether promises are kept, and who pays by no habit any more."""

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.insight import agreed as tools
from ..kpi.ar_kpi_query import PROMISE_ENDS

# Months whose promises tell how many are kept.
KEPT_MONTHS = 24


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    def _read_disputed(self, only_open=False, day=None):
        """All journal items that are disputed, or were: few beside those that would be named.

        :param day: with ``only_open``: a past day on which they were disputed
        """
        domain = Domain("move_line_id", "!=", False) & Domain("kind", "=", "dispute")
        if not only_open:
            domain &= Domain("dispute_id.state", "!=", "withdrawn")
        elif day:
            domain &= self._domain_on(day, "dispute_id.date_opened", "dispute_id.date_closed")
        else:
            domain &= Domain("dispute_id.state", "in", ("open", "investigating"))
        items = self.env["ar.dispute.item"].sudo()
        query = items._search(domain)
        column = SQL.identifier(items._table, "move_line_id")
        return {id_ for (id_,) in self.env.execute_query(query.select(column))}

    def _domain_on(self, day, begun, ended):
        """What stood at the end of a day: begun by then, and not ended."""
        last = Domain(ended, "=", False) | Domain(ended, ">", day)
        return Domain(begun, "<=", day) & last

    def _read_sent(self, move_ids, day=None):
        """Which of these documents were sent through Odoo: by e-mail or as e-invoices.

        :param day: a past day by which they were; of some the day is not known, and these were
        """
        if not move_ids:
            return set()
        moves = self.env["account.move"].sudo()
        sent = set(moves._search([("id", "in", move_ids), ("is_move_sent", "=", True)]))
        if day and sent:
            told = moves._ar_sql_sent(SQL("message.res_id = ANY(%s)", list(sent)))
            sent -= {id_ for id_, first in self.env.execute_query(told) if first > day}
        return sent

    def _read_deferred(self, item_ids, day=None):
        """{journal item: agreed due date}, of today or as it was on a past day."""
        deferrals = self.env["ar.deferral"]
        if not day:
            return deferrals._read_agreed(item_ids)
        domain = Domain("move_line_id", "in", item_ids) & Domain("decided_on", "<=", day)
        domain &= Domain("state", "in", ("approved", "ended"))
        domain &= Domain("ended_by_id", "=", False) | Domain("ended_on", ">", day)
        groups = deferrals.sudo()._read_group(domain, ["move_line_id"], ["date:max"])
        return {line.id: until for line, until in groups}

    def _find_agreed(self, companies, day, partner_ids=None):
        """Promises and instalments that were open on a day, each with what is left of it, as
        superuser. Of a past day nobody knows any more what was left: all of it."""
        past = day != companies[0]._ar_today()
        own = Domain("company_id", "in", companies.ids)
        if partner_ids is not None:
            own &= Domain("partner_id", "in", partner_ids)
        promises, plans = Domain("state", "=", "open"), Domain("plan_id.state", "=", "active")
        if past:
            promises = self._domain_on(day, "taken_on", "ended_on")
            plans = self._domain_on(day, "plan_id.activated_on", "plan_id.ended_on")
            plans &= Domain("date", ">=", day)
        found = []
        for model, domain in (("ar.promise", promises), ("ar.plan.installment", plans)):
            records = self.env[model].sudo().search(own & domain)
            # What is left follows from the ledger, which changes without notice.
            records.invalidate_recordset(["amount_left"])
            found += [(one, one.amount if past else one.amount_left) for one in records]
        return found

    def _read_kept_rate(self, companies, day):
        """The share of promises that are kept, of the last two years until a day."""
        domain = Domain("company_id", "in", companies.ids) & Domain("state", "in", PROMISE_ENDS)
        domain &= Domain("ended_on", "<=", day)
        domain &= Domain("ended_on", ">", day - relativedelta(months=KEPT_MONTHS))
        groups = self.env["ar.promise"].sudo()._read_group(domain, ["state"], ["__count"])
        counts = dict(groups)
        return tools.kept_rate(counts.get("kept", 0), sum(counts.values()))

    def _read_stuck(self, companies, day):
        """Who pays by no habit any more: customers in insolvency, and items that a lawyer, a court
        or an agency has.

        :return: ({(company id, partner id)}, {journal item id})
        """
        domain = Domain("company_id", "in", companies.ids)
        domain &= self._domain_on(day, "date_handed_over", "date_closed")
        domain &= Domain("state", "in", ("open", "closed"))
        cases = self.env["ar.case"].sudo().search(domain)
        insolvent = cases.filtered(lambda case: case.kind == "insolvency")
        customers = {(case.company_id.id, case.partner_id.id) for case in insolvent}
        return customers, set((cases - insolvent).move_line_ids.ids)
