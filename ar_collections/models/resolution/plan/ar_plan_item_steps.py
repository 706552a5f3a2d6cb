"""Items of a plan are held."""

from odoo import models


class ArPlanItem(models.Model):
    _inherit = "ar.plan.item"

    def _hold(self):
        """Keep reminders of these items back, each by a hold of its own."""
        holds = self.env["ar.hold"].sudo()
        made = holds.create(
            [
                {
                    "profile_id": item.profile_id.id,
                    "move_line_id": item.move_line_id.id,
                    "kind": "plan",
                    "date_from": item.company_id._ar_today(),
                    **holds._prepare_spoken("plan", plan=item.plan_id.name),
                    "origin_ref": f"ar.plan,{item.plan_id.id}",
                }
                for item in self
            ]
        )
        for item, hold in zip(self, made, strict=True):
            item.hold_id = hold
