"""From a day until a day: what is in force is read from dates and states whenever it is asked."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class ArPeriodMixin(models.AbstractModel):
    """A record that counts from its first day to its last one, both included; without a last day
    until something ends it. Nothing is stored that would have to change at midnight, and today is
    the calendar day of each record's own company.

    The models have ``company_id``. Further conditions are added to ``_is_in_force``; where
    ``_domain_in_force`` cannot say them, ``_period_says_all`` is False: it then finds more than
    is in force, and searches ask the records found.
    """

    _name = "ar.period.mixin"
    _description = "Record in Force for a Period"

    # Fields with the first and the last day.
    _period_from = "date_from"
    _period_to = "date_to"
    # The states that count; none for a model without states.
    _period_states = ()
    _period_says_all = True

    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    @api.depends(lambda self: self._get_period_fields())
    def _compute_in_force(self):
        for record in self:
            today = (record.company_id or self.env.company)._ar_today()
            record.in_force = record._is_in_force(today)

    @api.model
    def _get_period_fields(self):
        """The names of the fields that ``_is_in_force`` reads."""
        return [self._period_from, self._period_to, *(["state"] if self._period_states else [])]

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_in_force()
        if not self._period_says_all:
            domain = Domain("id", "in", self.search(domain).filtered("in_force").ids)
        return domain if True in value else ~domain

    def _is_in_force(self, day):
        """Whether the record counts on a day; one that is being entered may have no first day."""
        self.ensure_one()
        first, last = self[self._period_from], self[self._period_to]
        counts = not self._period_states or self.state in self._period_states
        return bool(counts and (not first or first <= day) and (not last or last >= day))

    @api.model
    def _domain_in_force(self, day=None):
        """Domain of the records that count on a day (each company's today if empty)."""
        if not day:
            return Domain.OR(
                Domain("company_id", "=", company.id) & self._domain_in_force(company._ar_today())
                for company in self.env.companies
            )
        last = Domain(self._period_to, "=", False) | Domain(self._period_to, ">=", day)
        domain = Domain(self._period_from, "<=", day) & last
        if self._period_states:
            domain &= Domain("state", "in", self._period_states)
        return domain

    # -- the order of the days ---------------------------------------------------------

    @api.model
    def _get_entered_period(self):
        """The fields in which people enter the first and the last day."""
        return self._period_from, self._period_to

    @api.constrains(lambda self: self._get_entered_period())
    def _check_period(self):
        for record in self:
            first, last = (record[name] for name in self._get_entered_period())
            if last and last < first:
                days = (format_date(self.env, day) for day in (first, last))
                raise ValidationError(record._say_ends_early(*days))

    def _say_ends_early(self, start, until):
        """A sentence: which record ends before it starts, and what to enter.

        :param start: the first day, as people read it
        :param until: the last day
        """
        raise NotImplementedError
