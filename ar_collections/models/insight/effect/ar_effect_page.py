"""Effects on screen: the comparison, and the notices or items behind each figure."""

import json

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import json_default
from odoo.tools.misc import formatLang

from ...base import arguments
from .ar_effect import DAYS
from .ar_effect_query import Told

# Figures of notices, and of the items that they reminded of.
FIGURES = ("notices", "paid", "unpaid", "running")
OF_ITEMS = ("items", "items_paid", "asked", "came_in")
# Months that the screen looks back at first.
MONTHS = 6


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    @api.model
    @api.readonly
    def get_page(self, date_from=None, date_to=None, company_ids=None, by="level", days=DAYS):
        """What the screen shows; see ``get_effects``.

        :param date_from, date_to: None for the last six months until today
        :return: {'date_from', 'date_to', 'days', 'by', 'label', 'dimensions': {name: label},
            'currency_id', 'company_ids', 'rows', 'total': a row of all together, 'formulas':
            {figure: a sentence}, 'notes': [sentences]}
        """
        kpis = self.env["ar.kpi"]
        kpis._check_rights()
        companies, notes = kpis._get_screen_companies(company_ids)
        last = arguments.to_day(self.env, date_to) or companies[0]._ar_today()
        first = arguments.to_day(self.env, date_from) or last - relativedelta(months=MONTHS)
        request = self._prepare_request(first, last, companies.ids, by, days)
        rows = self._get_rows(request)
        return {
            "date_from": first,
            "date_to": last,
            "days": request.days,
            "by": request.by,
            "label": request.dimension.label,
            "dimensions": self.get_dimensions(),
            "currency_id": companies.currency_id.id,
            "company_ids": list(request.company_ids),
            "rows": rows,
            "total": self._get_total(rows),
            "formulas": self._get_formulas(request.days),
            "notes": notes,
        }

    @api.model
    def _get_total(self, rows):
        from_rows = {
            name: sum(row[name] for row in rows)
            for name in ("notices", "paid", "items", "items_paid", "asked", "came_in", "running")
        }
        told = Told(**from_rows)
        return {"key": None, "name": self.env._("All"), **self._prepare_row(told)}

    @api.model
    def _get_formulas(self, days):
        return {
            "notices": self.env._("Notices sent in the period whose %s days are over.", days),
            "paid": self.env._(
                "Notices all of whose items were settled by money within %s days after their date, "
                "up to a hundredth of the amount.",
                days,
            ),
            "share": self.env._(
                "Paid / notices. The bar and the figures behind it are the interval of 95 % "
                "(Wilson): the fewer the notices, the wider it is."
            ),
            "gap": self.env._(
                "Share of this row less the share of all other rows, in points, with the interval "
                "of 95 % (Newcombe). More than chance: the interval leaves out 0."
            ),
            "items": self.env._("Items settled by money within the days / items reminded of."),
            "asked": self.env._("What the notices asked for, without fees and interest."),
            "came_in": self.env._(
                "Money that settled these items within %s days after the notice.", days
            ),
            "amount_share": self.env._("Came in / asked."),
            "running": self.env._(
                "Notices whose %s days are not over yet; they are in no other figure.", days
            ),
        }

    @api.model
    def _say_interval(self, low, high):
        """An interval of shares, “12 % to 34 %”; '' where there is none."""
        if low is None:
            return ""
        low, high = (formatLang(self.env, 100 * one, digits=0) for one in (low, high))
        return self.env._("%(low)s %% to %(high)s %%", low=low, high=high)

    # -- what is behind a figure -------------------------------------------------------

    @api.model
    @api.readonly
    def get_drill_action(
        self, date_from, date_to, company_ids=None, by="level", key=None, what="notices", days=DAYS
    ):
        """The action that shows the notices, or the items, behind a figure.

        :param key: of a row of ``get_effects``; None for all together
        :param what: notices, paid, unpaid, running; items, items_paid, asked, came_in
        """
        request = self._prepare_request(date_from, date_to, company_ids, by, days)
        self._check_figure(key, what, FIGURES + OF_ITEMS)
        question = [
            request.period.first,
            request.period.last,
            list(request.company_ids),
            by,
            key,
            what,
            request.days,
        ]
        domain = [("effect_of", "=", json.dumps(question, default=json_default))]
        model = "ar.dunning.notice.line" if what in OF_ITEMS else "ar.dunning.notice"
        # Nobody learns the name of a key behind which there is nothing to see.
        named = key is not None and self.env[model].search_count(domain, limit=1)
        names = request.dimension.name([key]) if named else {}
        titles = self._get_titles(request.days)
        name = ": ".join(filter(None, (names.get(key), titles[what])))
        if what in OF_ITEMS:
            return self.env["ar.kpi"]._get_figure_action(
                {"res_model": model, "domain": domain},
                name,
                {"figure_days": request.days},
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_notice_action"
        )
        return {
            **action,
            "name": name,
            "domain": domain,
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
            "path": False,
        }

    @api.model
    def _get_titles(self, days):
        reminded = self.env._("Items reminded of")
        return {
            "notices": self.env._("Notices sent"),
            "paid": self.env._("Paid within %s days", days),
            "unpaid": self.env._("Not paid within %s days", days),
            "running": self.env._("Still running"),
            "items": reminded,
            "items_paid": self.env._("Paid within %s days", days),
            "asked": reminded,
            "came_in": self.env._("Came in within %s days", days),
        }

    @api.model
    def _check_figure(self, key, what, figures):
        if what not in figures or not isinstance(key, (int, str, bool, type(None))):
            raise UserError(
                self.env._("There is nothing behind this figure any more. Open the page anew.")
            )

    def _find_behind(
        self, date_from, date_to, company_ids, by="level", key=None, what="notices", days=DAYS
    ):
        """The query of the notices behind a figure, asked by a list: all is checked anew."""
        request = self._prepare_request(date_from, date_to, company_ids, by, days)
        self._check_figure(key, what, FIGURES)
        return self._find_notices(request, key, what)

    def _find_items_behind(
        self, date_from, date_to, company_ids, by="level", key=None, what="items", days=DAYS
    ):
        """The query of the reminded items behind a figure, asked by a list, as above."""
        request = self._prepare_request(date_from, date_to, company_ids, by, days)
        self._check_figure(key, what, OF_ITEMS)
        return self._find_items(request, key, what)
