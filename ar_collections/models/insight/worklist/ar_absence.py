"""Absences: who works on the customers of somebody who is away."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ....tools.insight import worklist
from ...base.ar_guard_mixin import ANY, NEW


class ArAbsence(models.Model):
    """From a day until a day a deputy works on the customers of a user: has them in the worklist
    and on Today, makes the calls, does the tasks.

    Nothing is written to the customers: when the absence is over they are the user's again. Tasks
    change hands and come back (``ar_absence_steps.py``). It counts in all companies of which the
    deputy is, on each company's own day.
    """

    _name = "ar.absence"
    _inherit = ["ar.guard.mixin", "ar.job.mixin", "ar.period.mixin"]
    _description = "Absence of a Collector"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"
    _writable = {NEW: ("user_id",), ANY: ("deputy_id", "date_from", "date_to", "note")}

    user_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Has the customers in the own worklist, makes the calls and does the tasks meanwhile.",
    )
    company_id = fields.Many2one(
        related="user_id.company_id", store=True, index=True, help="The user's own company."
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(string="Until", required=True, help="The last day of the absence.")
    note = fields.Char()
    in_my_team = fields.Boolean(
        compute="_compute_in_my_team",
        search="_search_in_my_team",
        help="Of somebody of the own team: of those with the same lead, and of the lead.",
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_in_my_team(self):
        team = self.env.user._ar_get_team()
        for absence in self:
            absence.in_my_team = absence.user_id in team

    def _search_in_my_team(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "in", self.env.user._ar_get_team().ids)
        return mine if True in value else ~mine

    @api.constrains("user_id", "deputy_id")
    def _check_deputy(self):
        for absence in self:
            if absence.deputy_id == absence.user_id or absence.deputy_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be represented by %(deputy)s. Choose a colleague.",
                        user=absence.user_id.name,
                        deputy=absence.deputy_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: one that begins today counts at once.
        absences = super().create(vals_list)
        absences._note_change(absences._get_companies())
        return absences

    def write(self, vals):
        # EXTENDS the guard
        companies = self._get_companies()
        result = super().write(vals)
        self._note_change(companies | self._get_companies())
        return result

    def unlink(self):
        # EXTENDS the guard
        companies = self._get_companies()
        result = super().unlink()
        self._note_change(companies)
        return result

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The absence of %(user)s ends on %(until)s, before it starts on %(start)s. Set the "
            "last day to the first day or later.",
            user=self.user_id.name,
            until=until,
            start=start,
        )

    @api.model
    def _read_deputies(self, day):
        """{id of a user who is away on a day: id of the deputy}; of two absences the one that
        began last counts."""
        away = self.sudo().search(
            Domain("date_from", "<=", day) & Domain("date_to", ">=", day), order="date_from, id"
        )
        return {absence.user_id.id: absence.deputy_id.id for absence in away}

    @api.model
    def _find_stand_ins(self, company, user_ids):
        """Who works today on the customers of users in a company.

        :return: {user id: id of the user or of a deputy}; None for who has left
        """
        deputies = {company.id: self._read_deputies(company._ar_today())}
        return self._map_stand_ins(company, {company.id: user_ids}, deputies)[company.id]

    @api.model
    def _map_stand_ins(self, companies, user_ids, deputies):
        """``_find_stand_ins`` of several companies.

        :param user_ids: {company id: ids of users}
        :param deputies: {company id: as ``_read_deputies`` gives them}
        :return: {company id: {user id: id of the user or of a deputy}}
        """
        wanted = set().union(*user_ids.values(), *(one.values() for one in deputies.values()))
        known = self.env["res.users"].sudo().search([("id", "in", list(wanted))])
        there, found = set(known.ids), {}
        for company in companies:
            able = set(known.filtered(lambda user, own=company: own in user.company_ids).ids)
            acting = {
                id_: worklist.stand_in(id_, deputies[company.id], able)
                for id_ in user_ids[company.id]
            }
            found[company.id] = {id_: who if who in there else None for id_, who in acting.items()}
        return found
