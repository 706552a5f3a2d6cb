"""With all switches off, nothing on a screen leads to a part that is switched off."""

import inspect
import re
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from ...common import ArCommon

ROOT = Path(__file__).parents[3]
# The rooms whose fields, buttons and filters belong to a switch.
ROOMS = {
    "credit/limit": "credit",
    "credit/assessment": "credit",
    "credit/contract": "contract",
    "statement/confirmation": "confirmation",
    "statement/reconciliation": "reconciliation",
    "resolution/plan": "plan",
    "resolution/case": "case",
    "resolution/charge": "charge",
}
# What these rooms keep, and other parts show: grades choose policies, contact data is everybody's.
COMMON = {
    "rating_id",
    "ar_rating_id",
    "rating_ids",
    "behaviour_score",
    "behaviour_base",
    "contact_checked_on",
    "contact_checked_by_id",
    "stale_contact",
    "ar_stale_contact",
    "email_bounced",
    "phone_wrong",
    "address_wrong",
    "action_verify_contact",
}
# Grades are set up for policies, too; the list of limits and its cards have an entry behind the
# switch.
SHOWN = {
    "ar.credit.rating",
    "ar_collections.ar_profile_view_list_credit_use",
    "ar_collections.ar_profile_view_kanban_credit_use",
}
ODOO = (
    "account.bank.statement.line",
    "account.move",
    "account.move.line",
    "account.payment",
    "res.partner",
)
TYPES = ("list", "form", "kanban", "search", "pivot", "graph", "calendar")


@tagged("post_install", "-at_install")
class TestSwitchedOff(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch = cls.env["ar.switch"]
        cls.groups = {
            code: cls.env.ref(one.group) for code, one in cls.switch._get_switches().items()
        }
        cls.env.ref("base.group_user").sudo().write(
            {"implied_ids": [(3, group.id) for group in cls.groups.values()]}
        )
        cls.manager = cls._make_user("off", "ar_collections.ar_collections_group_manager")
        cls.sales = cls._make_user("off_sales", "ar_collections.ar_collections_group_sales")

    # -- whose a thing is --------------------------------------------------------------

    def _get_room_owner(self, model, name):
        """The switch of the room that brings a field or method of a model."""
        # The room that has it first, not those that extend it.
        for cls in reversed(type(model).__mro__):
            if name in cls.__dict__ and cls.__module__.startswith("odoo.addons.ar_collections"):
                try:
                    path = Path(inspect.getfile(cls)).relative_to(ROOT / "models")
                except (TypeError, ValueError):
                    continue
                return ROOMS.get(path.parent.as_posix())
        return None

    def _get_field_owner(self, model, path):
        """The switch that the fields of a path, as ``plan_ids.state``, lead to."""
        for name in path.split("."):
            field = model._fields.get(name)
            if field is None or name in COMMON:
                return None
            owner = field.relational and self.switch._get_owner(field.comodel_name)
            if owner := owner or self._get_room_owner(model, name):
                return owner
            if not field.relational:
                return None
            model = self.env[field.comodel_name]
        return None

    def _get_button_owner(self, model, node):
        name = node.get("name") or ""
        if node.get("type") == "object" and name not in COMMON:
            return self._get_room_owner(model, name)
        if node.get("type") == "action" and name.isdigit():
            return self.switch._get_owner(self._read_action(int(name), "res_model"))
        return None

    def _read_action(self, id_, name):
        """A field of an action, of whatever kind it is; empty where it has none."""
        action = self.env["ir.actions.actions"].sudo().browse(id_)
        action = self.env[action.type].sudo().browse(id_)
        return (name in action._fields and action[name]) or ""

    def _is_in_use(self, model, node, owner):
        """Whether a node shows only what is there: ``invisible="not case_count"``."""
        for one in (node, *node.iterancestors()):
            if re.fullmatch(r"1|True", one.get("invisible") or one.get("column_invisible") or ""):
                return True
            words = one.get("invisible") or ""
            names = re.findall(r"\bnot (\w+)", words) + re.findall(r"\b(\w+) (?:!=|not in) ", words)
            if any(self._get_field_owner(model, name) == owner for name in names):
                return True
        return False

    # -- what is on the screens --------------------------------------------------------

    def _find_led(self, model, arch):
        """[what on a view leads to a switch]"""
        led, tree = [], etree.fromstring(arch)
        for node in tree.iter("field", "button", "filter"):
            # What stands in a list within a form is of its own model.
            outer = node.getparent()
            while outer is not None and outer.tag != "field":
                outer = outer.getparent()
            own = model
            if outer is not None:
                field = model._fields.get(outer.get("name"))
                if field is None or not field.relational:
                    continue
                own = self.env[field.comodel_name]
            owner = None
            if node.tag == "field":
                owner = self._get_field_owner(own, node.get("name"))
            elif node.tag == "button":
                owner = self._get_button_owner(own, node)
            else:
                words = f"{node.get('domain') or ''} {node.get('context') or ''}"
                for path in re.findall(r"'([a-z_]+(?:\.[a-z_]+)*)'", words):
                    owner = owner or self._get_field_owner(own, path)
            if owner and not self._is_in_use(own, node, owner):
                led.append(f"{owner}: {node.tag} {node.get('name')}")
        return led

    def _find_views(self):
        """Each view that a screen of a part that is always shown may have."""
        names = [name for name in self.env if name.startswith("ar.") or name in ODOO]
        for name in sorted(names):
            model = self.env[name]
            if model._abstract or name in SHOWN or self.switch._get_owner(name):
                continue
            domain = [("model", "=", name), ("mode", "=", "primary"), ("type", "in", TYPES)]
            for view in self.env["ir.ui.view"].sudo().search(domain):
                if view.xml_id not in SHOWN:
                    yield model, view

    def test_views_lead_nowhere(self):
        found, crowded, asking = [], [], []
        for model, view in self._find_views():
            own = model.with_user(self.manager)
            if not own.has_access("read"):
                continue
            arch = own.get_view(view.id, view.type)["arch"]
            found += [f"{view.xml_id}: {one}" for one in self._find_led(own, arch)]
            if len(etree.fromstring(arch).xpath("/*/header")) > 1:
                crowded.append(view.xml_id)
            if etree.fromstring(arch).xpath(
                "/list/header/button[not(@invisible = '1')]/@invisible"
            ):
                asking.append(view.xml_id)
        self.assertFalse(sorted(set(found)))
        self.assertFalse(crowded, "Of several headers of a list Odoo shows the last one.")
        self.assertFalse(asking, "Above a list nothing is known of its records: it does not open.")

    def test_menus_of_actions_lead_nowhere(self):
        found = []
        for name in self.env:
            if not (name.startswith("ar.") or name in ODOO) or self.switch._get_owner(name):
                continue
            bindings = self.env["ir.actions.actions"].with_user(self.manager).get_bindings(name)
            for kind, actions in bindings.items():
                for action in actions:
                    code = self._read_action(action["id"], "code")
                    target = self._read_action(action["id"], "res_model")
                    called = re.findall(r"records?\.(action_\w+)", code)
                    owners = {self._get_room_owner(self.env[name], one) for one in called}
                    if (owners | {self.switch._get_owner(target)}) - {None}:
                        found.append(f"{name}: {kind} {action['name']}")
        self.assertFalse(found)

    def test_entries_lead_nowhere(self):
        menus = self.env["ir.ui.menu"].with_user(self.manager)
        seen = menus.sudo().browse(menus._visible_menu_ids()).filtered("action")
        found = [
            menu.complete_name
            for menu in seen
            if menu.action._name == "ir.actions.act_window"
            and self.switch._get_owner(menu.action.res_model)
            and set(map(int, filter(None, menu.parent_path.split("/")))) <= set(seen.ids)
        ]
        self.assertFalse(found)

    def test_pages_lead_nowhere(self):
        self._make_invoice(due="2026-03-01")
        profile = (
            self.env["ar.profile"]
            .search([("partner_id", "=", self.partner.id), ("company_id", "=", self.company.id)])
            .with_user(self.manager)
        )
        codes = {one["code"] for one in profile._prepare_actions()}
        self.assertFalse(codes & {"plan", "charge", "hand_over"})
        self.assertLessEqual({"promise", "dispute", "hold"}, codes)
        self.assertNotIn("credit", [card["code"] for card in profile.read_cockpit()])
        page = self.env["ar.today"].with_user(self.manager).get_today("all", self.company.ids)
        for section in page["sections"]:
            for tile in section["tiles"]:
                owner = self.switch._get_owner(tile["model"])
                self.assertFalse(owner and not tile["number"], tile["label"])

    # -- a switch beside a group -------------------------------------------------------

    def _get_header(self, user):
        arch = self.env["ar.open.item"].with_user(user).get_view(view_type="list")["arch"]
        return [node.get("name") for node in etree.fromstring(arch).xpath("/list/header/*")]

    def test_both_are_needed(self):
        """A switch shows nothing to who may not do it, and a right nothing that is off."""
        self.assertNotIn("action_write_off", self._get_header(self.manager))
        self.assertIn("action_dispute", self._get_header(self.manager))
        self.switch._switch_on(["case", "plan"])
        self.assertIn("action_write_off", self._get_header(self.manager))
        self.assertFalse(self._get_header(self.sales))
        bindings = self.env["ir.actions.actions"].with_user(self.manager)
        names = [one["name"] for one in bindings.get_bindings("ar.open.item")["action"]]
        self.assertIn("Payment Plan", names)
        bindings = bindings.with_user(self.sales).get_bindings("ar.open.item")
        names = [one["name"] for one in bindings.get("action", [])]
        self.assertNotIn("Payment Plan", names)
