"""Key figures: how the chase goes, in the profession's figures, each with what it is made of."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain


class Kpi(NamedTuple):
    """A key figure.

    :param label: what it is called
    :param unit: days, percent, times
    :param formula: what it is, in a sentence
    :param reads: what it is made of: names of ``_read_<name>``
    :param better: 'low' or 'high', whichever is good news
    :param convention: whether the field has no standard for it
    """

    label: str
    unit: str
    formula: str
    reads: tuple
    better: str = "low"
    convention: bool = False


class Figure(NamedTuple):
    """What ``_measure_<code>`` answers: value = numerator × factor / denominator where there is a
    factor, None where nothing can be told.

    :param model, domain: the records behind the numerator
    :param more: details, for who asks for them
    """

    value: float | None
    numerator: float
    denominator: float
    factor: float | None
    model: str
    domain: list
    more: dict = {}


class ArKpi(models.AbstractModel):
    """The key figures of any period, by company, collector, salesperson, grade, country or month.

    All amounts are in the company's currency, receivables and sales with their taxes. What is read
    stands in ``ar_kpi_query.py``, the figures in ``ar_kpi_figures.py``.
    """

    _name = "ar.kpi"
    _description = "Key Figures"

    @api.model
    @api.readonly
    def get_kpis(self, date_from, date_to, company_ids=None, by=None):
        """The key figures of a period.

        :param date_from, date_to: first and last day, dates or ISO texts
        :param company_ids: companies of the user, of one currency; None for those switched on
        :param by: company, collector, salesperson, grade, country, or what add-ons add
            (``get_dimensions``); period: by month; None for all together
        :return: {code: {'value', 'unit' (days, percent, times), 'numerator', 'denominator',
            'factor', 'domain' and 'res_model' of the records behind the numerator, and what a
            figure tells more}}; value = numerator × factor / denominator where there is a factor,
            and None where nothing can be told. With ``by`` {key: that}: the key is the id of
            company, user, grade or country, False for customers without, and the first day of a
            month as ISO text
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: for a request that cannot be understood, in a sentence
        """
        request = self._prepare_request(date_from, date_to, company_ids, by)
        found = self._measure(request)
        if by == "period":
            return {
                request.periods[place].first.replace(day=1).isoformat(): figures
                for (_key, place), figures in sorted(found.items(), key=lambda pair: pair[0][1])
            }
        if by:
            return {key: figures for (key, _place), figures in found.items()}
        return found[None, 0]

    def _measure(self, request, codes=None):
        """{(group, index of the period): {code: values}} of a checked request."""
        kpis = self._get_kpis()
        kpis = {code: kpi for code, kpi in kpis.items() if codes is None or code in codes}
        names = {name for kpi in kpis.values() for name in kpi.reads}
        return {
            place: {
                code: self._get_values(
                    request, kpi, getattr(self, f"_measure_{code}")(facts), place
                )
                for code, kpi in kpis.items()
            }
            for place, facts in self._read_facts(request, names).items()
        }

    def _get_values(self, request, kpi, figure, place):
        group = self._get_group_domain(request, figure.model, place[0])
        return {
            "value": figure.value,
            "unit": kpi.unit,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "factor": figure.factor,
            "domain": list(Domain(figure.domain) & group),
            "res_model": figure.model,
            **figure.more,
        }

    # -- the list ----------------------------------------------------------------------

    def _get_kpis(self):
        """{code: Kpi}, in the order of the screen."""
        return {
            **self._get_balance_kpis(),
            **self._get_flow_kpis(),
            **self._get_payment_kpis(),
            **self._get_chase_kpis(),
            **self._get_cost_kpis(),
            **self._get_billing_kpis(),
        }

    def _get_balance_kpis(self):
        """Receivables in days of sales."""
        balances = ("cube", "billed")
        return {
            "dso": Kpi(
                self.env._("Days Sales Outstanding"),
                "days",
                self.env._("Receivables at the end × days / credit sales."),
                balances,
            ),
            "bpdso": Kpi(
                self.env._("Best Possible DSO"),
                "days",
                self.env._(
                    "Receivables not due yet × days / credit sales: what the terms alone make."
                ),
                balances,
            ),
            "add": Kpi(
                self.env._("Average Days Delinquent"),
                "days",
                self.env._(
                    "DSO less best possible DSO: overdue receivables × days / credit sales."
                ),
                balances,
            ),
            "countback": Kpi(
                self.env._("Countback DSO"),
                "days",
                self.env._("Months of sales, from the newest back, that make up the receivables."),
                (*balances, "months"),
            ),
        }

    def _get_flow_kpis(self):
        """What becomes of receivables."""
        balances = ("cube", "billed")
        return {
            "cei": Kpi(
                self.env._("Collection Effectiveness Index"),
                "percent",
                self.env._(
                    "(Opening + sales − closing) / (opening + sales − not due at the end). The "
                    "whole period as one; month by month it tells more."
                ),
                balances,
                "high",
            ),
            "overdue_rate": Kpi(
                self.env._("Overdue Rate"),
                "percent",
                self.env._(
                    "Overdue / all receivables at the end; unallocated credits by their age."
                ),
                ("cube",),
            ),
            "turnover": Kpi(
                self.env._("Receivables Turnover"),
                "times",
                self.env._(
                    "Credit sales / average of opening and closing receivables, in this period."
                ),
                balances,
                "high",
            ),
            "bad_debt": Kpi(
                self.env._("Bad Debt"),
                "percent",
                self.env._(
                    "Written off, or booked against the accounts of losses, with tax / credit "
                    "sales, before recoveries."
                ),
                ("written_off", "billed"),
            ),
        }

    def _get_payment_kpis(self):
        """How late it is paid."""
        unpaid = ("late", "fell_due")
        return {
            "delay": Kpi(
                self.env._("Days Beyond Terms"),
                "days",
                self.env._(
                    "Σ(amount × days after the due date) / Σ amount: what was paid, early counts "
                    "negative, and what is overdue at the end."
                ),
                ("cube",),
            ),
            "at_risk": Kpi(
                self.env._("At Risk"),
                "percent",
                self.env._(
                    "Unpaid 90 days after its due date / billed; where these days end here."
                ),
                unpaid,
            ),
        }

    def _get_chase_kpis(self):
        """What customers say, and what the chase brings."""
        return {
            "promise_kept": Kpi(
                self.env._("Promises Kept"),
                "percent",
                self.env._("Kept / (kept + partly kept + broken), of promises that fell due."),
                ("promises",),
                "high",
                True,
            ),
            "dispute_cycle": Kpi(
                self.env._("Dispute Cycle Time"),
                "days",
                self.env._("Mean days from opening to end, of disputes that ended."),
                ("disputes",),
                "low",
                True,
            ),
            "effectiveness": Kpi(
                self.env._("Collector Effectiveness"),
                "percent",
                self.env._("Collected / (collectible at the opening + fell due − disputed)."),
                ("cube", "disputed"),
                "high",
                True,
            ),
            "recovery": Kpi(
                self.env._("Recovery Rate"),
                "percent",
                self.env._("Came in until the end / handed over, of cases that were running."),
                ("cases",),
                "high",
                True,
            ),
            "roll": Kpi(
                self.env._("Roll Rate"),
                "percent",
                self.env._(
                    "Overdue balances now in the next bucket of 30 days / where they stood 30 days "
                    "ago; without the oldest bucket."
                ),
                ("aged",),
            ),
        }

    def _get_cost_kpis(self):
        """What the chase costs."""
        return {
            "cost_to_collect": Kpi(
                self.env._("Cost to Collect"),
                "percent",
                self.env._(
                    "(Cost of reminders + costs of cases: lawyers, agencies, courts) × 100 / "
                    "collected."
                ),
                ("cube", "costs"),
                "low",
                True,
            ),
        }

    def _get_billing_kpis(self):
        """How long our own side takes until the customer knows what to pay."""
        reads = ("billing",)
        return {
            "to_invoice": Kpi(
                self.env._("Delivery to Invoice"),
                "days",
                self.env._(
                    "Mean days from the delivery to the invoice date, of invoices of the period "
                    "with a day of delivery; an invoice before it counts negative."
                ),
                reads,
                "low",
                True,
            ),
            "to_send": Kpi(
                self.env._("Invoice to Sending"),
                "days",
                self.env._(
                    "Mean days from the invoice date to the first message about it to the "
                    "customer, of invoices of the period that were sent."
                ),
                reads,
                "low",
                True,
            ),
        }
