"""What works: how many of the notices sent were paid soon after, told apart by what they were."""

from typing import NamedTuple

from odoo import api, models

from ....tools.insight import effect as tools
from ..kpi.ar_kpi_request import KpiRequest

# Days after a notice within which it is paid, unless somebody asks for others.
DAYS = 7
MOST_DAYS = 90


class EffectDimension(NamedTuple):
    """A way to tell notices apart.

    :param label: what it is called
    :param key: SQL of the key, in terms of ``item`` (a row of ``ar_dunning_notice``), ``own``
        (company_id, today, zone) and ``join``
    :param name: function that gives {key: name} for keys, in the order to show
    :param join: SQL that makes the key known; one row at most for each notice
    """

    label: str
    key: object
    name: object
    join: object


class EffectRequest(NamedTuple):
    """A checked request: companies and period, as key figures have them; in how many days; of one
    customer, or of all."""

    base: KpiRequest
    by: str
    dimension: EffectDimension
    days: int
    profile_id: int | None = None

    @property
    def company_ids(self):
        return self.base.company_ids

    @property
    def period(self):
        return self.base.periods[0]


class ArEffect(models.AbstractModel):
    """Notices sent in a period, and what was paid of them within some days. Nothing is stored.

    A notice is *paid* once money has settled all that it reminded of, up to a hundredth: bank
    charges and discounts are no debts. What came in and from when is read where the yield of key
    figures is (``_sql_yield``). Notices whose days are not over are *running*, and do not count.
    What followed a notice is no proof that it was the cause: for that, see ``get_holdout``.
    """

    _name = "ar.effect"
    _description = "Effects of Reminders"

    @api.model
    @api.readonly
    def get_effects(self, date_from, date_to, company_ids=None, by="level", days=DAYS):
        """What was paid within some days after a notice.

        :param date_from, date_to: days of the notices
        :param company_ids: companies of the user, of one currency; None for those switched on
        :param by: see ``get_dimensions``
        :param days: 1 to 90
        :return: list of {'key', 'name', 'notices', 'paid', 'share' with 'low' and 'high' (95 %,
            Wilson), 'gap' to all other notices with 'gap_low', 'gap_high' (95 %, Newcombe) and
            'differs' if that is more than chance, 'items', 'items_paid', 'asked', 'came_in',
            'amount_share', 'running'}; shares are between 0 and 1, amounts in the company's
            currency, and what cannot be told is None
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: for a request that cannot be understood, in a sentence
        """
        request = self._prepare_request(date_from, date_to, company_ids, by, days)
        return self._get_rows(request)

    def _get_rows(self, request):
        found = self._read_effects(request)
        names = request.dimension.name(list(found))
        counted = sum(one.notices for one in found.values())
        paid = sum(one.paid for one in found.values())
        rows = []
        for key in [*names, *(key for key in found if key not in names)]:
            own = found.get(key)
            if not own:
                continue
            share = tools.Share(own.paid, own.notices)
            others = tools.Share(paid - own.paid, counted - own.notices)
            rows.append(
                {
                    "key": key,
                    "name": names.get(key) or str(key),
                    **self._prepare_row(own),
                    **self._prepare_gap(tools.compare(share, others)),
                }
            )
        return rows

    @api.model
    def _prepare_row(self, told):
        share = tools.Share(told.paid, told.notices)
        low, high = share.interval
        return {
            "notices": told.notices,
            "paid": told.paid,
            "share": share.value,
            "low": low,
            "high": high,
            "items": told.items,
            "items_paid": told.items_paid,
            "asked": told.asked,
            "came_in": told.came_in,
            "amount_share": told.came_in / told.asked if told.asked > 0 else None,
            "running": told.running,
        }

    @api.model
    def _prepare_gap(self, difference):
        return {
            "gap": difference.value,
            "gap_low": difference.low,
            "gap_high": difference.high,
            "differs": difference.is_more_than_chance,
        }
