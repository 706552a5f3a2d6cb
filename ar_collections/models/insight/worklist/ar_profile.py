"""The customer account in the worklist: done for today, later, points by hand."""

from collections import Counter

from odoo import api, fields, models

from ...base.notify import notify


class ArProfile(models.Model):
    _inherit = "ar.profile"

    talks_today = fields.Integer(
        compute="_compute_talks_today",
        help="Calls and visits whose outcome was logged today. Once there is one more, the "
        "worklist opens the next customer.",
    )

    @api.depends_context("uid")
    def _compute_talks_today(self):
        dispatches, counts = self.env["ar.dispatch"], Counter()
        if self.ids and dispatches.has_access("read") and self._has_any("ar.dispatch"):
            since = fields.Datetime.subtract(fields.Datetime.now(), days=2)
            found = dispatches.search_fetch(
                [("profile_id", "in", self.ids), ("outcome", "!=", False), ("date", ">=", since)],
                ["profile_id", "company_id", "date"],
            )
            counts = Counter(
                one.profile_id.id
                for one in found
                if one.company_id._ar_day_of(one.date) == one.company_id._ar_today()
            )
        for profile in self:
            profile.talks_today = counts[profile.id]

    def _get_acting(self, *first):
        # EXTENDS the room customer: who is away is represented.
        user = super()._get_acting(*first)
        absences = self.env["ar.absence"]
        if not absences._is_anybody_away():
            return user
        return user.browse(absences._find_stand_ins(self.company_id, user.ids)[user.id] or user.ids)

    def action_worklist_done(self):
        """The customers are done for today: the worklist leaves them out until tomorrow."""
        self.check_access("read")
        pauses = self.env["ar.worklist.pause"]
        pauses.check_access("create")
        values = []
        for company, profiles in self.grouped("company_id").items():
            today = company._ar_today()
            known = pauses.search(
                [("profile_id", "in", profiles.ids), ("kind", "=", "done"), ("date_to", "=", today)]
            )
            values += [
                {"profile_id": id_, "kind": "done", "date_from": today, "date_to": today}
                for id_ in (profiles - known.profile_id).ids
            ]
        pauses.create(values)
        return notify(self.env._("Done for today: %s", ", ".join(self.mapped("display_name"))))

    def action_worklist_later(self):
        """Ask until when the customer is left out of the worklist."""
        self.ensure_one()
        return self._ask_for_worklist("ar.worklist.pause", self.env._("Put Off"))

    def action_worklist_bring_back(self):
        """End what leaves the customers out of the worklist today."""
        self.check_access("read")
        pauses = self.env["ar.worklist.pause"]
        return pauses.search(
            [("profile_id", "in", self.ids), ("in_force", "=", True)]
        ).action_bring_back()

    def action_worklist_bump(self):
        """Ask for points by hand, the reason, and until when."""
        self.ensure_one()
        return self._ask_for_worklist("ar.worklist.bump", self.env._("Bump"))

    def _ask_for_worklist(self, model, title):
        self.check_access("read")
        self.env[model].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.display_name}",
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_profile_id": self.id},
        }
