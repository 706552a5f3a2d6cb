"""Who works together: a collector's team is those of the same lead, and the lead."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded


class ResUsers(models.Model):
    _inherit = "res.users"

    ar_lead_id = guarded.Many2one(
        "res.users",
        string="Lead in Collections",
        index="btree_not_null",
        domain="[('share', '=', False), ('id', '!=', id)]",
        help="Whose team the collector is in. Lead and team see each other's customers under “My "
        "Team”, in the worklist and on the page of today.",
        groups="base.group_user",
    )

    @api.constrains("ar_lead_id")
    def _check_ar_lead_id(self):
        for user in self:
            if user.ar_lead_id == user:
                raise ValidationError(
                    self.env._("%s cannot be in the own team. Choose another lead.", user.name)
                )

    def _ar_get_team(self):
        """The user, those of the user's team, and those of the team that the user is in."""
        self.ensure_one()
        leads = self | self.sudo().ar_lead_id.sudo(self.env.su)
        led = [("ar_lead_id", "in", leads.ids), ("share", "=", False)]
        return leads | self.sudo().search(led).sudo(self.env.su)
