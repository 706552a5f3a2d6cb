"""The key figures by which the effect of measures is seen."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest


class ArProcessReview(models.Model):
    _inherit = "ar.process.review"

    def _is_seen(self):
        """Whether the quarter after is over: one that runs compares with no whole one."""
        self.ensure_one()
        end = self.date_to + timedelta(days=1) + relativedelta(months=3)
        return end <= self.company_id._ar_today()

    def _read_kpis(self, codes):
        """Key figures of the quarter, and of the one after it until today.

        :return: ({code: value}, {code: value}); what cannot be told is None, and missing where the
            quarter after has not begun
        """
        self.ensure_one()
        first = self.date_to + timedelta(days=1)
        last = min(first + relativedelta(months=3, days=-1), self.company_id._ar_today())
        periods = [Period(self.date_from, self.date_to)]
        if last >= first:
            periods.append(Period(first, last))
        kpis = self.env["ar.kpi"].sudo()
        found = kpis._measure(KpiRequest((self.company_id.id,), tuple(periods)), codes)
        values = [
            {code: figure["value"] for code, figure in found[None, place].items()}
            for place in range(len(periods))
        ]
        return (*values, {})[:2]
