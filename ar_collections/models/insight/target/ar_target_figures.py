"""What was attained, read from the key figures, and the items behind it."""

import json

from odoo import models
from odoo.tools import SQL

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest


class ArTarget(models.Model):
    _inherit = "ar.target"

    def _read_attained(self):
        """{target: money collected so far}: each company once, for all periods and people.

        Whoever may read a target is told what was attained of it, as superuser: the sum is no
        secret to the one whom it is about.
        """
        found = {one.id: one.attained_kept for one in self.sudo() if one.state == "closed"}
        running = self.sudo().filtered(lambda one: one.state != "closed")
        for company, targets in running.grouped("company_id").items():
            periods = {one: period for one in targets if (period := one._get_period())}
            if not company or not periods:
                continue
            collected = self._read_collected(company, list(dict.fromkeys(periods.values())))
            for target, period in periods.items():
                own = [collected.get((user.id, period), 0.0) for user in target._get_people()]
                found[target.id] = company.currency_id.round(sum(own))
        return {target: found[target.id] for target in self if target.id in found}

    def _get_period(self):
        """Its days until today; None where it has not begun."""
        today = self.company_id._ar_today()
        if not self.date_from or self.date_from > today:
            return None
        return Period(self.date_from, min(self.date_to, today))

    def _get_people(self):
        """Those whose customers count: the member, or the lead and the team."""
        if not self.for_team:
            return self.user_id
        led = self.env["res.users"].sudo().with_context(active_test=False)
        return self.user_id | led.search([("ar_lead_id", "=", self.user_id.id)])

    def _read_collected(self, company, periods):
        """{(user id, period): money that settled debts in it}."""
        kpi = self.env["ar.kpi"].sudo()
        dimension = kpi._get_dimensions()["collector"]
        request = KpiRequest((company.id,), tuple(periods), "collector", dimension)
        return {
            (key, periods[place]): facts.cube.collected(periods[place].before, periods[place].last)
            for (key, place), facts in kpi._read_facts(request, {"cube"}).items()
        }

    # -- the items behind it -----------------------------------------------------------

    def get_drill_action(self, figure):
        """The action that shows the items that money settled, with what came in of each.

        :param figure: attained
        :raise UserError: there is nothing behind it
        """
        self.ensure_one()
        self.check_access("read")
        kpi, period = self.env["ar.kpi"], self.sudo()._get_period()
        if figure != "attained" or not period:
            raise kpi._get_nothing_behind()
        if self.state == "closed":
            return self.action_view_lines()
        domain = [("ar_attained_of", "=", json.dumps([self.id]))]
        return kpi._get_figure_action(
            {"res_model": "account.move.line", "domain": domain},
            self.env._("Attained: %s", self.display_name),
            kpi._get_days_context(period),
        )

    def _find_attained(self, id_):
        """The query of the items behind what was attained, asked by a list: all is checked."""
        kpi = self.env["ar.kpi"]
        target = self.browse(id_ if type(id_) is int else []).exists()
        target.check_access("read")
        period = target.sudo()._get_period() if target else None
        if not period:
            raise kpi._get_nothing_behind()
        query = target.sudo()._sql_attained(period, SQL("piece.id"))
        return SQL("(%s)", query) if query else []

    def _sql_attained(self, period, what, tail=None):
        """SELECT ``what`` of each ``piece`` (id of an item, amount) that came in of the people's
        customers in a period, with ``item``, ``customer`` and ``profile``; None if there is
        nothing.

        :param tail: SQL after the conditions
        """
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids)
        if items._is_empty(scope):
            return None
        return SQL(
            """
            SELECT %(what)s
              FROM (%(came_in)s) AS piece
              JOIN account_move_line item ON item.id = piece.id
              JOIN res_partner customer ON customer.id = item.partner_id
              JOIN ar_profile profile ON profile.partner_id = customer.commercial_partner_id
                                     AND profile.company_id = item.company_id
             WHERE profile.collector_id = ANY(%(people)s)
             %(tail)s
            """,
            what=what,
            came_in=items._sql_came_in(scope, *period),
            people=self._get_people().ids,
            tail=tail or SQL(),
            to_flush=self.env["ar.profile"]._fields["collector_id"],
        )
