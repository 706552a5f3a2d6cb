"""The key figures, each from the facts of a period and group, with the records behind it."""

from datetime import timedelta

from odoo import models

from ....tools.insight import kpi as tools
from .ar_kpi import Figure

DOCUMENTS = ("out_invoice", "out_receipt", "out_refund")
BILLS = ("out_invoice", "out_receipt")
ITEM = "account.move.line"


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    # -- receivables and sales ---------------------------------------------------------

    def _measure_dso(self, facts):
        closing, sales, days = facts.closing, facts.sales, facts.period.days
        value = tools.dso(closing, sales, days)
        return Figure(value, closing, sales, days, *self._get_balance_domain(facts))

    def _measure_bpdso(self, facts):
        not_due, sales, days = facts.not_due, facts.sales, facts.period.days
        records = self._get_open_domain(facts, (">=", facts.period.last))
        return Figure(tools.best_possible_dso(not_due, sales, days), not_due, sales, days, *records)

    def _measure_add(self, facts):
        closing, not_due = facts.closing, facts.not_due
        sales, days = facts.sales, facts.period.days
        value = tools.average_days_delinquent(closing, not_due, sales, days)
        records = self._get_open_domain(facts, ("<", facts.period.last))
        return Figure(value, closing - not_due, sales, days, *records)

    def _measure_countback(self, facts):
        closing, months = facts.closing, facts.get_monthly_sales()
        sold = sum(sales for sales, _days in months)
        value = tools.countback(closing, months)
        return Figure(value, closing, sold, None, *self._get_balance_domain(facts))

    def _measure_cei(self, facts):
        opening, sales = facts.opening, facts.sales
        closing, not_due = facts.closing, facts.not_due
        domain = self._get_items_domain(
            facts,
            ("date", ">=", facts.period.first),
            ("date", "<=", facts.period.last),
            ("move_id.move_type", "not in", DOCUMENTS),
        )
        return Figure(
            tools.cei(opening, sales, closing, not_due),
            opening + sales - closing,
            opening + sales - not_due,
            100.0,
            ITEM,
            domain,
        )

    def _measure_overdue_rate(self, facts):
        closing = facts.closing
        overdue = closing - facts.not_due
        value = tools.overdue_rate(overdue, closing)
        records = self._get_open_domain(facts, ("<", facts.period.last))
        return Figure(value, overdue, closing, 100.0, *records)

    def _measure_turnover(self, facts):
        opening, closing, sales = facts.opening, facts.closing, facts.sales
        days = tools.turnover_days(sales, opening, closing, facts.period.days)
        return Figure(
            tools.turnover(sales, opening, closing),
            sales,
            (opening + closing) / 2,
            1.0,
            ITEM,
            self._get_sales_domain(facts),
            {"days": days},
        )

    def _measure_bad_debt(self, facts):
        period = facts.period
        domain = [
            ("company_id", "in", list(facts.company_ids)),
            ("ar_is_loss", "=", True),
            ("date", ">=", period.first),
            ("date", "<=", period.last),
        ]
        value = tools.bad_debt(facts.written_off, facts.sales)
        return Figure(value, facts.written_off, facts.sales, 100.0, ITEM, domain)

    def _get_balance_domain(self, facts):
        """(model, domain) whose sum is what is owed at the end."""
        if facts.is_now:
            return self._get_open_domain(facts)
        return ITEM, self._get_items_domain(facts, ("date", "<=", facts.period.last))

    def _get_sales_domain(self, facts):
        return self._get_items_domain(
            facts,
            ("date", ">=", facts.period.first),
            ("date", "<=", facts.period.last),
            ("move_id.move_type", "in", DOCUMENTS),
        )

    # -- billing -----------------------------------------------------------------------

    def _measure_to_invoice(self, facts):
        days, count = facts.billing.to_invoice, facts.billing.delivered
        domain = self._get_bills_domain(facts, ("delivery_date", "!=", False))
        more = {"invoices": facts.billing.invoices}
        return Figure(
            tools.billing_days(days, count), days, count, 1.0, "account.move", domain, more
        )

    def _measure_to_send(self, facts):
        days, count = facts.billing.to_send, facts.billing.sent
        domain = self._get_bills_domain(facts, ("ar_sent_on", "!=", False))
        return Figure(tools.billing_days(days, count), days, count, 1.0, "account.move", domain)

    def _get_bills_domain(self, facts, *parts):
        """Invoices of the period."""
        return [
            ("company_id", "in", list(facts.company_ids)),
            ("state", "=", "posted"),
            ("move_type", "in", BILLS),
            ("invoice_date", ">=", facts.period.first),
            ("invoice_date", "<=", facts.period.last),
            *parts,
        ]

    # -- payments ----------------------------------------------------------------------

    def _measure_delay(self, facts):
        period = facts.period
        product, amount = facts.cube.delay(period.before, period.last)
        domain = self._get_items_domain(
            facts,
            ("move_id.move_type", "in", BILLS),
            ("date", "<=", period.last),
            "|",
            self._get_paid_condition(period),
            "&",
            ("date_maturity", "<", period.last),
            "|",
            ("amount_residual", "!=", 0),
            ("matched_credit_ids.max_date", ">", period.last),
        )
        return Figure(tools.weighted_delay(product, amount), product, amount, 1.0, ITEM, domain)

    def _get_paid_condition(self, period):
        """Something settled (a part of) it in the period."""
        days = [("max_date", ">=", period.first), ("max_date", "<=", period.last)]
        return ("matched_credit_ids", "any", days)

    def _measure_at_risk(self, facts):
        first, before = facts.period.at_risk
        unpaid, billed = facts.late.late(first, before), facts.fell_due.get(first, before)
        domain = self._get_items_domain(
            facts,
            ("move_id.move_type", "in", BILLS),
            ("date_maturity", ">=", first),
            ("date_maturity", "<", before),
            "|",
            ("amount_residual", "!=", 0),
            ("matched_credit_ids.max_date", ">", facts.period.before),
        )
        return Figure(tools.at_risk(unpaid, billed), unpaid, billed, 100.0, ITEM, domain)

    def _measure_effectiveness(self, facts):
        period, cube = facts.period, facts.cube
        due = period.last + timedelta(days=1)
        collected = cube.collected(period.before, period.last, due)
        opening = cube.open_due(period.before, None, period.first)
        fell_due = cube.open_due(period.before, period.first, due)
        fell_due += cube.came_due(period.before, period.last, due)
        domain = self._get_items_domain(
            facts, ("date_maturity", "<=", period.last), self._get_paid_condition(period)
        )
        return Figure(
            tools.effectiveness(collected, opening, fell_due, facts.disputed),
            collected,
            opening + fell_due - facts.disputed,
            100.0,
            ITEM,
            domain,
            {"opening": opening, "fell_due": fell_due, "disputed": facts.disputed},
        )

    def _measure_roll(self, facts):
        rolls = facts.get_rolls()
        # What was not due yet is told beside it: the figure is of what was overdue.
        later = sum(now for number, now, _before in rolls if number)
        earlier = sum(before for number, _now, before in rolls if number)
        before = facts.period.get_bucket(facts.period.rolled, 1)[1]
        details = [
            {
                "bucket": number,
                "later": now,
                "earlier": then,
                "value": tools.roll(now, then),
            }
            for number, now, then in rolls
        ]
        oldest = facts.period.get_bucket(facts.period.rolled, rolls[-1][0])[0]
        return Figure(
            tools.roll(later, earlier),
            later,
            earlier,
            100.0,
            *self._get_open_domain(facts, (">=", oldest), ("<", before)),
            {"buckets": details},
        )

    # -- what customers say ------------------------------------------------------------

    def _measure_promise_kept(self, facts):
        period, counts = facts.period, facts.promises
        kept, partly, broken = (counts.get(state, 0) for state in ("kept", "partly_kept", "broken"))
        domain = [
            ("company_id", "in", list(facts.company_ids)),
            ("date", ">=", period.first),
            ("date", "<=", period.last),
            ("state", "in", ("kept", "partly_kept", "broken")),
        ]
        due = kept + partly + broken
        value = tools.promise_kept(kept, partly, broken)
        return Figure(value, kept, due, 100.0, "ar.promise", domain)

    def _measure_dispute_cycle(self, facts):
        days, count = facts.disputes
        domain = [
            ("company_id", "in", list(facts.company_ids)),
            ("date_closed", ">=", facts.period.first),
            ("date_closed", "<=", facts.period.last),
        ]
        return Figure(tools.dispute_cycle(days, count), days, count, 1.0, "ar.dispute", domain)

    def _measure_cost_to_collect(self, facts):
        period, (reminders, cases) = facts.period, facts.costs
        collected = facts.cube.collected(period.before, period.last)
        sent = [("state", "=", "sent"), ("date", ">=", period.first), ("date", "<=", period.last)]
        domain = [
            ("company_id", "in", list(facts.company_ids)),
            "|",
            ("notice_ids", "any", sent),
            ("case_ids.analytic_account_id", "!=", False),
        ]
        return Figure(
            tools.cost_to_collect(reminders, cases, collected),
            reminders + cases,
            collected,
            100.0,
            "ar.profile",
            domain,
            {"reminders": reminders, "cases": cases},
        )

    def _measure_recovery(self, facts):
        recovered, handed_over = facts.cases
        domain = [
            ("company_id", "in", list(facts.company_ids)),
            ("date_handed_over", "<=", facts.period.last),
            "|",
            ("date_closed", "=", False),
            ("date_closed", ">=", facts.period.first),
        ]
        value = tools.recovery(recovered, handed_over)
        return Figure(value, recovered, handed_over, 100.0, "ar.case", domain)
