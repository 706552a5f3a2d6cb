"""A switch beside other groups narrows who finds an entry of the menu."""

from odoo import api, models, tools


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    @tools.ormcache("frozenset(self.env.user._get_group_ids())", "debug")
    def _visible_menu_ids(self, debug=False):
        # EXTENDS 'base'
        visible = super()._visible_menu_ids(debug)
        switch = self.env["ar.switch"]
        menus = self.sudo().browse(visible)
        names = menus.group_ids.get_external_id()
        hidden = {
            menu.id
            for menu in menus
            if not switch._has_all(names[group.id] for group in menu.group_ids)
        }
        # A heading stays for what is still below it.
        shown = set()
        for menu in menus.filtered("action"):
            path = {int(id_) for id_ in menu.parent_path.split("/") if id_}
            if not path & hidden:
                shown |= path & visible
        return frozenset(shown)
