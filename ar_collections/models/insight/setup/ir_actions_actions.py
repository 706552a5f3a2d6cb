"""Who finds an action in the menu of a list, and what the screen that it opens is for."""

from lxml import html
from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ...base import arguments

# Signs of a help, without the line that says that nothing is there, that say enough.
LEAST_HELP = 60
SCREENS = ("ir.actions.act_window", "ir.actions.client")


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        # EXTENDS 'base'
        bindings = super().get_bindings(model_name)
        switch = self.env["ar.switch"]
        hidden = {
            action["id"]
            for actions in self._get_bindings(model_name).values()
            for action in actions
            if not switch._has_all(action.get("group_ids") or ())
        }
        shown = {
            kind: [action for action in actions if action["id"] not in hidden]
            for kind, actions in bindings.items()
        }
        return {kind: actions for kind, actions in shown.items() if actions}

    @api.model
    @api.readonly
    def ar_get_help(self, action_id=None, model=None):
        """What a screen of ours is for. Odoo shows the help of an action only where its list is
        empty.

        :param action_id: the action that opened it, if one did
        :param model: the model it shows: its own list tells of it where no action of ours does
        :return: {'name', 'help': HTML}; False for a screen of others
        """
        action = self._ar_find_screen([action_id] if arguments.is_id(action_id) else [])
        if not action and str(model).startswith("ar."):
            windows = self.env["ir.actions.act_window"].sudo()
            domain = Domain("res_model", "=", str(model)) & Domain("target", "!=", "new")
            action = self._ar_find_screen(windows.search(domain, order="id").ids)
        return action and {"name": action.name, "help": self._ar_say_help(action.help)}

    @api.model
    def _ar_say_help(self, text):
        """A help without the line that says that nothing is there, where enough is left."""
        parts = html.fromstring(f"<div>{text}</div>")
        for line in parts.xpath("./p[contains(@class, 'o_view_nocontent')]"):
            line.drop_tree()
        left = Markup(html.tostring(parts, encoding="unicode"))
        return left if len(parts.text_content()) >= LEAST_HELP else text

    @api.model
    def _ar_find_screen(self, ids):
        """The first of some actions that is of these add-ons and has a help; else False."""
        names = self.env["ir.model.data"].sudo()
        domain = Domain("res_id", "in", ids) & Domain("module", "=like", "ar\\_collections%")
        own = names.search(domain & Domain("model", "in", SCREENS))
        screens = (self.env[name.model].sudo().browse(name.res_id) for name in own.sorted("res_id"))
        return next((screen for screen in screens if screen.help), False)
