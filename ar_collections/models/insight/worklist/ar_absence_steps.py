"""Who works for whom today, and the tasks that change hands with it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Where a transaction keeps whether anybody is away.
KEPT = "ar_absence"


class ArAbsence(models.Model):
    _inherit = "ar.absence"

    @api.model
    def _note_change(self, companies):
        self.env.cr.cache.pop(KEPT, None)
        companies._ar_hand_over_tasks()

    def _get_companies(self):
        """The companies in which absences count; as superuser."""
        return self.sudo().user_id.company_ids | self.sudo().company_id

    @api.model
    def _cron_hand_over(self):
        """Bring open tasks to who does them today: absences begin and end at midnight."""
        companies = self.env["res.company"].search([])
        self._work_through(companies, lambda one: one._ar_hand_over_tasks(), whole=True)

    @api.model
    def _is_anybody_away(self):
        """Whether an absence may count today in one of the companies, whatever their zones; asked
        once in a transaction."""
        today, day = fields.Date.today(), timedelta(days=1)
        known = self.env.cr.cache.setdefault(KEPT, {})
        if today not in known:
            near = Domain("date_from", "<=", today + day) & Domain("date_to", ">=", today - day)
            known[today] = bool(self.sudo().search_count(near, limit=1))
        return known[today]

    # -- for whom ----------------------------------------------------------------------

    @api.model
    def _map_represented(self, companies, user_ids):
        """{company id: ids of users, and of those for whom they stand in today there}"""
        days = {one.id: one._ar_today() for one in companies}
        read = {day: self._read_deputies(day) for day in set(days.values())}
        deputies = {id_: read[day] for id_, day in days.items()}
        found = {id_: set(user_ids) for id_ in days}
        if any(read.values()):
            away = {id_: set(own) for id_, own in deputies.items()}
            for id_, acting in self._map_stand_ins(companies, away, deputies).items():
                found[id_] |= {one for one, who in acting.items() if who in user_ids}
        return found

    @api.model
    def _get_domain_of_mine(self, field="collector_id"):
        """The domain of what the acting person, or nobody, answers for today."""
        people = self._map_represented(self.env.companies, [self.env.uid])
        return self._domain_of(field, people)

    @api.model
    def _domain_of(self, field, people, nobody=True):
        """The domain of what people answer for, or nobody does.

        :param field: path to a user, of records that have ``company_id``
        :param people: {company id: ids of users}
        """
        groups = {}
        for company_id, ids in people.items():
            groups.setdefault(frozenset(ids), []).append(company_id)
        ends = [False] if nobody else []
        if len(groups) == 1:
            return Domain(field, "in", [*sorted(next(iter(groups))), *ends])
        return Domain.OR(
            Domain("company_id", "in", company_ids) & Domain(field, "in", [*sorted(ids), *ends])
            for ids, company_ids in groups.items()
        )
