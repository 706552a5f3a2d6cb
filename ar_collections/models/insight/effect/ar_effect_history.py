"""What was paid of notices by way: of a customer, and of all customers of a company."""

from dateutil.relativedelta import relativedelta

from odoo import api, models, tools

from ....tools.insight.effect import Share
from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest
from .ar_effect import DAYS, EffectRequest

# Months of all customers' history.
USUAL_MONTHS = 6


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    @api.model
    def _read_way_shares(self, company_id, first, last, profile_id=None):
        """{way: ``Share`` of notices that were paid within ``DAYS``}: what left by one way alone,
        and by no person."""
        request = EffectRequest(
            KpiRequest((company_id,), (Period(first, last),)),
            "way",
            self._get_dimensions()["way"],
            DAYS,
            profile_id,
        )
        people = self.env["ar.channel.task"]._get_task_codes()
        return {
            way: Share(told.paid, told.notices)
            for way, told in self._read_effects(request).items()
            if way and "+" not in way and way not in people and told.notices
        }

    @api.model
    @tools.ormcache("company_id", "today")
    def _get_usual_way_shares(self, company_id, today):
        """Those of all customers of a company; read once a day."""
        since = today - relativedelta(months=USUAL_MONTHS)
        return self._read_way_shares(company_id, since, today)
