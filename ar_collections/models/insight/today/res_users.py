"""Whose team somebody is in, and whether the page of today comes by e-mail."""

from odoo import models
from odoo.fields import Domain

from ...base import guarded


class ResUsers(models.Model):
    _inherit = "res.users"

    ar_lead_id = guarded.Many2one(
        "res.users",
        string="Team Lead in Collections",
        groups="base.group_user",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="All with the same lead, and the lead, are one team: Today shows the work of all of "
        "them under My Team. Empty: in no team, unless others name this person.",
    )
    ar_digest_today = guarded.Boolean(
        string="Told What Waits Today",
        groups="base.group_user",
        help="One e-mail a morning says what waits for you: what your page Today counts.",
    )

    @property
    def SELF_WRITEABLE_FIELDS(self):
        # EXTENDS the room channel
        return [*super().SELF_WRITEABLE_FIELDS, "ar_digest_today"]

    def _ar_get_team(self):
        """The people of this person's team, with the person: all who have the same lead, the lead,
        and whom the person leads."""
        self.ensure_one()
        lead = self.sudo().ar_lead_id
        team = Domain("ar_lead_id", "in", [self.id, *lead.ids]) | Domain(
            "id", "in", [self.id, *lead.ids]
        )
        return self.sudo().search(team & Domain("share", "=", False)).sudo(self.env.su)
