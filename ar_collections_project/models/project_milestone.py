"""A milestone remembers that somebody was told to invoice it."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ProjectMilestone(models.Model):
    _name = "project.milestone"
    _inherit = ["project.milestone", "ar.closed.mixin"]
    _ar_closed = dict.fromkeys(
        ("ar_soon_on", "ar_asked_on", "ar_escalated_on", "ar_customer_told_on")
    )

    ar_soon_on = guarded.Date(string="Told That It Comes Up On", groups=guarded.LEDGER, copy=False)

    ar_asked_on = guarded.Date(string="Told to Invoice On", groups=guarded.LEDGER, copy=False)
    ar_escalated_on = guarded.Date(string="Escalated On", groups=guarded.LEDGER, copy=False)
    ar_customer_told_on = guarded.Date(string="Customer Told On", groups=guarded.LEDGER, copy=False)

    def write(self, vals):
        # EXTENDS 'project': reached at last, or not reached after all, is told anew.
        turned = self.browse()
        if "is_reached" in vals:
            turned = self.filtered(lambda one: one.is_reached != bool(vals["is_reached"]))
        result = super().write(vals)
        if turned:
            turned.sudo().write({"ar_asked_on": False, "ar_escalated_on": False})
        return result
