"""The customer's events of limitation, and the way to its claims."""

from odoo import fields, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    limitation_event_ids = fields.One2many(
        "ar.limitation.event", "profile_id", string="Limitation Events", readonly=True
    )

    def action_view_limitation(self):
        """Open until when the customer's claims can be enforced."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_open_item_action_limitation"
        )
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("residual", ">", 0),
        ]
        action.update(domain=domain, context={})
        return action
