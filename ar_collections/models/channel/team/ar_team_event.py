"""What a robot's group is told of."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArTeamEvent(models.Model):
    _name = "ar.team.event"
    _inherit = ["ar.guard.mixin"]
    _description = "Event That a Team Is Told of"
    _order = "endpoint_id, id"
    _rec_name = "event"

    _writable = {NEW: ("endpoint_id",), ANY: SETTINGS}

    endpoint_id = fields.Many2one(
        "ar.team.endpoint", string="Robot", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="endpoint_id.company_id", store=True, index=True)
    event = fields.Selection(selection=lambda self: self._selection_event(), required=True)

    _event_uniq = models.Constraint(
        "UNIQUE (endpoint_id, event)", "The group is told of each event once."
    )

    def _selection_event(self):
        events = self.env["ar.team.endpoint"]._get_events()
        return [(code, event.label) for code, event in events.items()]
