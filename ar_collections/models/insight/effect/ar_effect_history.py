"""What was paid of notices by way and by hour: of a customer, and of all customers of a company."""

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
        people = self.env["ar.channel.task"]._get_task_codes()
        shares = self._read_shares("way", company_id, first, last, profile_id)
        return {way: share for way, share in shares.items() if "+" not in way and way not in people}

    @api.model
    def _read_hour_shares(self, company_id, first, last, profile_id=None):
        """{hour of sending on the company's clock, 0 to 23: ``Share``}, of what has one."""
        shares = self._read_shares("hour", company_id, first, last, profile_id)
        return {key - 1: share for key, share in shares.items()}

    def _read_shares(self, dimension, company_id, first, last, profile_id):
        request = EffectRequest(
            KpiRequest((company_id,), (Period(first, last),)),
            dimension,
            self._get_dimensions()[dimension],
            DAYS,
            profile_id,
        )
        return {
            key: Share(told.paid, told.notices)
            for key, told in self._read_effects(request).items()
            if key and told.notices
        }

    @api.model
    @tools.ormcache("company_id", "today")
    def _get_usual_way_shares(self, company_id, today):
        """Those of all customers of a company; read once a day."""
        since = today - relativedelta(months=USUAL_MONTHS)
        return self._read_way_shares(company_id, since, today)

    @api.model
    @tools.ormcache("company_id", "today")
    def _get_usual_hour_shares(self, company_id, today):
        """As ``_get_usual_way_shares``."""
        since = today - relativedelta(months=USUAL_MONTHS)
        return self._read_hour_shares(company_id, since, today)
