"""The collection report as sections of typed rows, which paper and workbook show."""

from datetime import timedelta

from odoo import models

# Customers among the largest overdue ones.
LARGEST = 15


class ArKpi(models.AbstractModel):
    """A section is {'title', 'columns': {name: (title, kind)}, 'rows': [{name: value}], 'note'}.

    Kinds are text, amount, number, days, percent, times, bar (0 to 100), or unit: that of the row.
    With 'sums' its amounts and numbers are added up.
    """

    _inherit = "ar.kpi"

    def _get_sections(self, request):
        """All sections of a checked request, in their order."""
        return [
            self._get_kpi_section(request),
            self._get_month_section(request),
            self._get_collected_section(request),
            self._get_collector_section(request),
            self._get_step_section(request),
            self._get_level_section(request),
            self._get_aging_section(request),
            self._get_overdue_section(request),
            self._get_promise_section(request),
            self._get_dispute_section(request),
            self._get_billing_section(request),
        ]

    def _get_currency(self, request):
        return self.env["res.company"].sudo().browse(request.company_ids[0]).currency_id

    def _get_kpi_section(self, request):
        [period] = request.periods
        found = self._measure(request._replace(periods=(period, period.get_previous())))
        now, then, currency = found[None, 0], found[None, 1], self._get_currency(request)
        rows = []
        for code, kpi in self._get_kpis().items():
            note = f" {self.env._('Convention.')}" if kpi.convention else ""
            rows.append(
                {
                    "label": kpi.label,
                    "value": now[code]["value"],
                    "previous": then[code]["value"],
                    "unit": kpi.unit,
                    "words": self._get_figure_words(currency, code, now[code]),
                    "formula": kpi.formula + note,
                }
            )
        return {
            "title": self.env._("Key figures"),
            "columns": {
                "label": (self.env._("Key figure"), "text"),
                "value": (self.env._("Value"), "unit"),
                "previous": (self.env._("Period before"), "unit"),
                "words": (self.env._("In figures"), "text"),
                "formula": (self.env._("Formula"), "text"),
            },
            "rows": rows,
            "note": self.env._(
                "Receivables and sales with tax. The period before: %s.",
                self._get_period_words(period.get_previous()),
            ),
        }

    def _get_collector_section(self, request):
        [period] = request.periods
        codes = ("dso", "add", "cei", "overdue_rate", "promise_kept", "effectiveness")
        table = self.get_groups(*period, list(request.company_ids), "collector", codes)
        columns = {one["code"]: (one["label"], one["unit"]) for one in table["columns"]}
        return {
            "title": self.env._("By collector"),
            "sums": True,
            "columns": {
                "name": (table["label"], "text"),
                "receivables": (self.env._("Receivables"), "amount"),
                "overdue": (self.env._("Overdue"), "amount"),
                **{code: columns[code] for code in codes},
            },
            "rows": [{**row, **row["values"]} for row in table["rows"]],
            "note": "",
        }

    def _get_step_section(self, request):
        return {
            "title": self.env._("Reminders sent, by level"),
            "sums": True,
            "columns": {
                "policy": (self.env._("Policy"), "text"),
                "name": (self.env._("Level"), "text"),
                "notices": (self.env._("Notices"), "number"),
                "asked": (self.env._("Asked"), "amount"),
                "paid": (self.env._("Paid"), "amount"),
                "rate": (self.env._("Paid of asked"), "percent"),
                "cost": (self.env._("Cost"), "amount"),
                "per_cost": (self.env._("Came in per 1 of cost"), "times"),
            },
            "rows": self._read_steps(request),
            "note": " ".join(
                filter(
                    None,
                    (
                        self.env._(
                            "Paid: within %s days after the notice.", self._get_yield_days()
                        ),
                        self._say_costs(request),
                    ),
                )
            ),
        }

    def _get_level_section(self, request):
        return {
            "title": self.env._("Overdue today, by level reached"),
            "sums": True,
            "columns": {
                "policy": (self.env._("Policy"), "text"),
                "name": (self.env._("Level"), "text"),
                "count": (self.env._("Items"), "number"),
                "amount": (self.env._("Overdue"), "amount"),
            },
            "rows": self._read_levels(request),
            "note": "",
        }

    def _get_aging_section(self, request):
        """The aging at the end, against that of the end of the month before."""
        last = request.periods[0].last
        before = last.replace(day=1) - timedelta(days=1)
        ids = list(request.company_ids)
        aging = self.env["ar.aging.report"]
        options = {"group_by": "company", "tie_out": False, "credits": "included"}
        now, then = (aging.get_aging(day, ids, **options) for day in (last, before))
        rows = [
            {"name": name, "now": here, "then": there, "change": here - there}
            for name, here, there in zip(
                [*now["buckets"], self.env._("Total")],
                [*now["totals"]["buckets"], now["totals"]["total"]],
                [*then["totals"]["buckets"], then["totals"]["total"]],
                strict=True,
            )
        ]
        return {
            "title": self.env._("Aging against the end of the month before"),
            "columns": {
                "name": (self.env._("Age in days"), "text"),
                "now": (self.env._("End of the period"), "amount"),
                "then": (self.env._("End of the month before"), "amount"),
                "change": (self.env._("Change"), "amount"),
            },
            "rows": rows,
            "note": "",
        }

    def _get_overdue_section(self, request):
        [period] = request.periods
        totals = self.env["ar.open.item"]._read_totals(request.company_ids, as_of=period.last)
        largest = sorted(
            (pair for pair, total in totals.items() if total["overdue"] > 0),
            key=lambda pair: -totals[pair]["overdue"],
        )[:LARGEST]
        partners = self.env["res.partner"].sudo().browse([id_ for id_, _own in largest if id_])
        names = {partner.id: partner.display_name for partner in partners}
        return {
            "title": self.env._("Largest overdue customers"),
            "columns": {
                "name": (self.env._("Customer"), "text"),
                "owed": (self.env._("Owed"), "amount"),
                "overdue": (self.env._("Overdue"), "amount"),
                "days": (self.env._("Oldest, days"), "number"),
            },
            "rows": [
                {
                    "name": names.get(pair[0], self.env._("Without customer")),
                    "owed": totals[pair]["owed"],
                    "overdue": totals[pair]["overdue"],
                    "days": totals[pair]["max_days_overdue"],
                }
                for pair in largest
            ],
            "note": self.env._("After unallocated credits, which cover the oldest debts first."),
        }

    def _get_promise_section(self, request):
        [period] = request.periods
        promises = self.env["ar.promise"].sudo()
        domain = [
            ("company_id", "in", list(request.company_ids)),
            ("date", ">=", period.first),
            ("date", "<=", period.last),
        ]
        counts = dict(promises._read_group(domain, ["state"], ["__count"]))
        labels = dict(promises._fields["state"]._description_selection(self.env))
        return {
            "title": self.env._("Promises that fell due"),
            "sums": True,
            "columns": {
                "name": (self.env._("State"), "text"),
                "count": (self.env._("Promises"), "number"),
            },
            "rows": [
                {"name": label, "count": counts[state]}
                for state, label in labels.items()
                if state in counts
            ],
            "note": "",
        }

    def _get_dispute_section(self, request):
        [period] = request.periods
        disputes = self.env["ar.dispute"].with_company(request.company_ids[0])
        cycle = disputes._read_cycle(request.company_ids, period.first, period.last)
        causes = self.env["ar.dispute.cause"].sudo().browse([id_ for id_ in cycle.causes if id_])
        names = {None: self.env._("No cause found"), **{one.id: one.name for one in causes}}
        return {
            "title": self.env._("Disputes that ended, by root cause"),
            "sums": True,
            "columns": {
                "name": (self.env._("Root cause"), "text"),
                "count": (self.env._("Disputes"), "number"),
                "amount": (self.env._("Amount"), "amount"),
                "share": (self.env._("Share"), "percent"),
            },
            "rows": [
                {
                    "name": names[cause],
                    "count": own.count,
                    "amount": own.amount,
                    "share": 100.0 * own.share,
                }
                for cause, own in cycle.causes.items()
            ],
            "note": "",
        }

    def _get_billing_section(self, request):
        found = self._get_billing(request)
        rows = [
            (self.env._("From delivery to invoice"), found["delivered"], found["to_invoice"]),
            (self.env._("From invoice to sending"), found["sent"], found["to_send"]),
        ]
        return {
            "title": self.env._("From delivery to invoice to sending"),
            "columns": {
                "name": (self.env._("Step"), "text"),
                "count": (self.env._("Invoices"), "number"),
                "days": (self.env._("Mean"), "days"),
            },
            "rows": [{"name": name, "count": count, "days": days} for name, count, days in rows],
            "note": self.env._("Of %s invoices of the period.", found["invoices"]),
        }
