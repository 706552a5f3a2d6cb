"""Few entries, each of which opens for who sees it, and says what it is for."""

import re
from pathlib import Path

from lxml import etree, html

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval, time

from ...common import ArCommon

ROOT = "ar_collections.ar_collections_menu"
CONFIGURATION = "ar_collections.ar_collections_menu_configuration"
ROLES = ("collector", "credit_approver", "manager", "sales")
# Entries for a collector: where nothing is switched on, and where everything is.
MOST_OF_THE_FIRST_DAY, MOST = 11, 32
# With these words a sentence begins that says what to do, or goes on with what is not shown.
TO_DO = (
    r"\s*(Add|Begin|Choose|Drill|Enter|Give|Import|Make|Open|Or|Press|Say|Select|Set|Start|Tick|Use"
    r"|With|Without)\b"
)
VIEWS = Path(__file__).parents[3] / "views"


@tagged("post_install", "-at_install")
class TestMenus(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls._make_user(f"menu_{role}", f"ar_collections.ar_collections_group_{role}")
            for role in ROLES
        }
        cls._switch_off()

    @classmethod
    def _switch_off(cls):
        switches = cls.env["ar.switch"]._get_switches().values()
        groups = cls.env["res.groups"].union(*(cls.env.ref(one.group) for one in switches))
        cls.env.ref("base.group_user").sudo().write(
            {"implied_ids": [(3, group.id) for group in groups]}
        )

    def _leaves(self, role, under=ROOT, without=CONFIGURATION):
        """The entries that open something, as the web client gets them."""
        menus = self.env["ir.ui.menu"].with_user(self.users[role])
        seen = menus.browse(menus._visible_menu_ids())
        root = self.env.ref(under)
        domain = Domain("id", "child_of", root.id) & Domain("id", "in", seen.ids)
        leaves = menus.sudo().search(domain).filtered("action")
        # Those of bridges are told by their add-ons.
        names = leaves.get_external_id()
        leaves = leaves.filtered(lambda one: names[one.id].startswith("ar_collections."))
        # Below a heading that is hidden nobody sees it.
        leaves = leaves.filtered(lambda one: set(path_of(one)) <= set(seen.ids))
        if without:
            hidden = menus.sudo().search([("id", "child_of", self.env.ref(without).id)])
            leaves -= hidden
        return leaves

    def _names_under(self, role, heading):
        leaves = self._leaves(role, f"ar_collections.{heading}")
        return set(leaves.mapped("name"))

    def _heads(self, role):
        heads = self._leaves(role).parent_id
        return set(heads.filtered(lambda one: one.parent_id == self.env.ref(ROOT)).mapped("name"))

    def test_the_first_day_shows_few_things(self):
        leaves = self._leaves("collector")
        names = set(leaves.mapped("name"))
        self.assertLessEqual(len(leaves), MOST_OF_THE_FIRST_DAY, names)
        must = {"Today", "Accounts", "Open Items", "Runs", "Letters", "Sent", "Statements"}
        self.assertLessEqual(must, names)
        self.assertEqual(self._names_under("collector", "ar_report_menu"), {"Aging"})
        self.assertEqual(self._names_under("manager", "ar_report_menu"), {"Aging"})
        want = {"Customers", "Reminders", "Statements", "Reports"}
        self.assertEqual(self._heads("collector"), want)

    def test_agreements_without_a_switch_are_beside_the_accounts(self):
        self.assertEqual(self._names_beside("ar.profile"), {"Promises", "Disputes"})
        self.assertIn("Holds", self._names_beside("ar.promise"))
        for code in ("plan", "case", "charge", "analysis"):
            with self.subTest(code):
                self.env["ar.switch"]._switch_on([code])
                names = self._names_under("collector", "ar_resolution_menu")
                self.assertLessEqual({"Promises", "Disputes"}, names)
                self.assertNotIn("Agreements", self._heads("sales"))
                # Not twice: the name of a screen needs the room.
                self.assertEqual(self._names_beside("ar.profile"), {"Holds"})
                self.assertNotIn("Holds", self._names_beside("ar.promise"))
                self._switch_off()

    def _names_beside(self, model):
        """What a collector finds above a list, whatever is ticked."""
        model = self.env[model].with_user(self.users["collector"])
        arch = etree.fromstring(model.get_view(view_type="list")["arch"])
        buttons = arch.xpath("/list/header//button[@display='always']")
        return {node.get("string") for node in buttons}

    def test_a_heading_without_entries_is_not_there(self):
        """What a switch takes away leaves no empty heading behind."""
        menus = self.env["ir.ui.menu"].with_user(self.users["manager"])
        seen = menus.sudo().browse(menus._visible_menu_ids())
        under = self.env["ir.ui.menu"].sudo()
        for menu in seen.filtered(lambda one: not one.action):
            below = under.search([("id", "child_of", menu.id), ("action", "!=", False)])
            self.assertTrue(below & seen, menu.complete_name)

    def test_all_of_it_fits(self):
        self.env["ar.switch"]._switch_on()
        leaves = self._leaves("collector")
        self.assertLessEqual(len(leaves), MOST, leaves.mapped("name"))
        by_head = leaves.grouped("parent_id")
        self.assertLessEqual(max(len(own) for own in by_head.values()), 10)

    def test_a_salesperson_sees_own_customers_only(self):
        self.env["ar.switch"]._switch_on()
        names = set(self._leaves("sales").mapped("complete_name"))
        want = {
            "Collections/Today",
            "Collections/Customers/My Customers",
            "Collections/Customers/Open Items",
            "Collections/Reports/Aging",
        }
        self.assertEqual(names, want)

    def test_configuration_is_the_managers(self):
        self.assertFalse(self._leaves("collector", CONFIGURATION, None))
        leaves = self._leaves("manager", CONFIGURATION, None)
        self.assertEqual(leaves[:1].name, "First Steps")
        first = self.env.ref("ar_collections.ar_policy_menu_configuration")
        heads = first.parent_id.child_id.filtered("child_id").sorted("sequence")
        self.assertEqual(heads[:1], first, "policies first")

    def test_every_entry_opens_for_who_sees_it(self):
        self.env["ar.switch"]._switch_on()
        for role in ROLES:
            for menu in self._leaves(role, ROOT, None):
                with self.subTest(role=role, menu=menu.complete_name):
                    self._open(menu.action, self.users[role])

    def _open(self, action, user):
        """What the web client asks for first."""
        if action._name != "ir.actions.act_window":
            return
        told = self.env["ir.actions.actions"].with_user(user)._for_xml_id(action.xml_id)
        known = {"uid": user.id, "time": time, "active_id": False, "active_ids": []}
        known["allowed_company_ids"] = self.company.ids
        context = safe_eval(told["context"] or "{}", known)
        model = self.env[told["res_model"]].with_user(user).with_context(**context)
        asked = [(view_id, kind) for view_id, kind in told["views"]]
        search = told["search_view_id"]
        search = search[0] if isinstance(search, (list, tuple)) else search
        views = model.get_views([*asked, (search, "search")])["views"]
        self.assertIn(asked[0][1], views)
        if not model._transient:
            model.search(safe_eval(told["domain"] or "[]", known), limit=2).mapped("display_name")
            filters = set(re.findall(r'name="(\w+)"', views["search"]["arch"]))
            wanted = {
                key.removeprefix("search_default_")
                for key in context
                if key.startswith("search_default_")
            }
            self.assertLessEqual(wanted, filters, "filters that the action switches on")

    def test_every_screen_says_what_it_is_for(self):
        silent = [one.xml_id for one in self._find_screens() if self._count_words(one.help) < 8]
        self.assertFalse(silent, "The help of an action says what the screen is for.")

    def test_a_help_begins_with_what_the_screen_is_for(self):
        """What somebody is to do comes after it."""
        actions = self.env["ir.actions.actions"]
        for screen in self._find_screens():
            with self.subTest(screen.xml_id):
                words = html.fromstring(actions.ar_get_help(screen.id)["help"]).text_content()
                self.assertFalse(re.match(TO_DO, words), words)

    def _find_screens(self):
        """Our window and client actions that fill the screen, in whatever way it is reached."""
        names = self.env["ir.model.data"].sudo()
        own = Domain("module", "=", "ar_collections")
        for model in ("ir.actions.act_window", "ir.actions.client"):
            ids = names.search(own & Domain("model", "=", model)).mapped("res_id")
            actions = self.env[model].sudo().browse(ids)
            yield from actions.filtered(lambda one: one.target != "new")

    def _count_words(self, text):
        return len(html.fromstring(text).text_content().split()) if text else 0

    def test_the_help_is_read_for_each_screen(self):
        """By the button in the control panel: of the action, else of the model's own."""
        actions = self.env["ir.actions.actions"].with_user(self.users["collector"])
        for screen in self._find_screens():
            with self.subTest(screen.xml_id):
                told = actions.ar_get_help(screen.id)
                self.assertEqual(told["name"], screen.name)
                self.assertGreaterEqual(self._count_words(told["help"]), 8)
        account = actions.ar_get_help(None, "ar.profile")
        self.assertEqual(account, actions.ar_get_help(self._get_id("ar_profile_action")))
        foreign = self.env.ref("base.action_partner_form")
        for args in ((foreign.id, "res.partner"), (None, "res.partner"), (0, "no.such"), (None,)):
            self.assertFalse(actions.ar_get_help(*args))
        chinese = self.env["res.lang"]._activate_lang("zh_CN") and actions.with_context(
            lang="zh_CN"
        )
        self.assertTrue(chinese.ar_get_help(None, "ar.profile"))

    def _get_id(self, name):
        return self.env.ref(f"ar_collections.{name}").id

    def test_what_has_no_entry_is_beside_a_list(self):
        """Each list of ours is an entry, or one button away from one, or from a record."""
        shown, told = set(), ""
        for path in sorted(VIEWS.parent.rglob("*.*")):
            if path.suffix not in (".xml", ".py", ".js") or "tests" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".xml":
                tree = etree.fromstring(text.encode())
                shown |= {
                    node.get("id")
                    for node in tree.iter("record")
                    if node.get("model") == "ir.actions.act_window"
                    # What stands in the menu of actions of a record is reached there.
                    and not node.xpath("field[@name='binding_model_id']")
                }
                names = [node.get("action") or "" for node in tree.iter("menuitem")]
                names += [node.get("name") or "" for node in tree.iter("button")]
                text = " ".join(names)
            told += f" {text} "
        names = set(re.findall(r"\w+_action\w*", told))
        lost = {one for one in shown if one not in names}
        self.assertFalse(lost, "Nobody comes to these lists.")


def path_of(menu):
    """The ids of an entry and of the headings above it."""
    return [int(id_) for id_ in menu.parent_path.split("/") if id_]
