"""What may be done with ticked open items of a customer account."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...base import arguments


class ItemAction(NamedTuple):
    """Something that is done with ticked open items.

    :param name: what the button says
    :param icon: of Font Awesome
    :param model: whose records it makes: the reader must be allowed to; None: nobody's
    :param mode: 'create' or 'write'
    """

    name: str
    icon: str
    model: str | None = None
    mode: str = "create"


class ArProfile(models.Model):
    # An action is an entry of ``_get_item_actions`` and a method ``_do_<code>(items)``, which gives
    # what the browser does next.
    _inherit = "ar.profile"

    @api.model
    def _get_item_actions(self):
        """What may be done with ticked items, in the order of the buttons: {code: ItemAction}."""
        return {
            "promise": ItemAction(self.env._("Promise"), "fa-handshake-o", "ar.promise"),
            "dispute": ItemAction(self.env._("Dispute"), "fa-balance-scale", "ar.dispute"),
            "hold": ItemAction(self.env._("Hold"), "fa-pause", "ar.hold"),
            "copies": ItemAction(self.env._("Copies"), "fa-files-o"),
            "remind": ItemAction(self.env._("Remind"), "fa-bell-o", "ar.dunning.run"),
            "statement": ItemAction(self.env._("Statement"), "fa-file-text-o", "ar.statement"),
            "plan": ItemAction(self.env._("Plan"), "fa-calendar-check-o", "ar.plan"),
            "charge": ItemAction(self.env._("Charge"), "fa-percent", "ar.charge", "write"),
            "hand_over": ItemAction(self.env._("Hand Over"), "fa-gavel", "ar.case"),
        }

    def _prepare_actions(self):
        """The buttons that the acting person may press."""
        if not self.has_access("write"):
            return []
        return [
            {"code": code, "name": action.name, "icon": action.icon}
            for code, action in self._get_item_actions().items()
            if not action.model or self.env[action.model].has_access(action.mode)
        ]

    def run_item_action(self, code, item_ids):
        """Do something with ticked open items of this customer.

        :param code: a key of ``_get_item_actions``
        :param item_ids: ids of the items
        :return: an action for the browser
        :raise UserError: the action is not known, or an item is not this customer's
        """
        self.ensure_one()
        self.check_access("write")
        known = self._get_item_actions()
        if not isinstance(code, str) or code not in known:
            raise UserError(
                self.env._(
                    "“%s” is nothing that is done with open items. Load the page again.",
                    arguments.quote(code),
                )
            )
        action = known[code]
        if action.model:
            self.env[action.model].check_access(action.mode)
        items = self._get_own_items(arguments.to_ids(self.env, item_ids) or [])
        return getattr(self, f"_do_{code}")(items)

    def _get_own_items(self, ids):
        """These open items, all of this customer and company.

        :raise UserError: one is not, or none is ticked
        """
        items = self.env["ar.open.item"]
        items.check_access("read")
        rows = items._read_rows(self.company_id.ids, self.partner_id.ids, ids=ids) if ids else []
        if not ids or {row["id"] for row in rows} != set(ids):
            raise UserError(
                self.env._(
                    "Not all of the ticked items are open items of %s any more. Load the page "
                    "again and tick what is still there.",
                    self.partner_id.display_name,
                )
                if ids
                else self.env._("Tick open items of %s first.", self.partner_id.display_name)
            )
        return items.browse(ids)

    # -- what is done ------------------------------------------------------------------

    def _do_promise(self, items):
        return items.action_promise()

    def _do_dispute(self, items):
        return items.action_dispute()

    def _do_plan(self, items):
        return items.action_make_plan()

    def _do_hand_over(self, items):
        return items.action_hand_over()

    def _do_remind(self, items):
        return self._remind(self._get_lines(items))

    def _do_statement(self, items):
        return self._ask_statements(self._get_lines(items))

    def _get_lines(self, items):
        """The journal items of open items, which have their ids."""
        return self.env["account.move.line"].browse(items.ids)

    def _do_hold(self, items):
        return self._ask_about("ar.hold.place", self.env._("Hold Items"), items)

    def _do_copies(self, items):
        return self._ask_about("ar.invoice.copies", self.env._("Copies of Invoices"), items)

    def _do_charge(self, items):
        """Charge the late interest of the ticked items up to today, and show their charges."""
        charges = self.env["ar.charge"].sudo()
        charges._accrue_for(self.company_id, self.partner_id.ids, only=items.ids)
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_charge_action")
        return {
            **action,
            "domain": [("profile_id", "=", self.id), ("move_line_id", "in", items.ids)],
            "context": {},
        }

    def _ask_about(self, wizard, name, items):
        """The dialog of a wizard about ticked items."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": wizard,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_profile_id": self.id,
                "default_move_line_ids": [Command.set(items.ids)],
            },
        }
