"""A switch beside other groups narrows who finds an action in the menu of a list."""

from odoo import api, models


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        # EXTENDS 'base': of several groups Odoo takes one; a switch is needed beside them.
        bindings = super().get_bindings(model_name)
        switches = {switch.group for switch in self.env["ar.switch"]._get_switches().values()}
        user = self.env.user
        hidden = set()
        for actions in self._get_bindings(model_name).values():
            for action in actions:
                groups = set(action.get("group_ids") or ())
                own, others = groups & switches, groups - switches
                if own and not (
                    any(map(user.has_group, own))
                    and (not others or any(map(user.has_group, others)))
                ):
                    hidden.add(action["id"])
        shown = {
            kind: [action for action in actions if action["id"] not in hidden]
            for kind, actions in bindings.items()
        }
        return {kind: actions for kind, actions in shown.items() if actions}
