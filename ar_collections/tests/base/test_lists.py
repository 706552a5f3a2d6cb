"""What a list shows can be read: names and labels have room, and together they fit."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

# Pixels: the narrowest screen that lists are made for, and its panel of filters.
SCREEN = 1366
PANEL = 220
# What Odoo adds to a column's width, and gives a column without one.
PADDING = 10
WIDTHS = {"integer": 71, "float": 93, "monetary": 105, "date": 98, "datetime": 145, "boolean": 60}
FREE = 80
# The selection box, and the menu of columns.
EDGES = 60
BUTTON = 40
LETTER = 7
CUSTOMER = 200
PERSON = 140


@tagged("post_install", "-at_install")
class TestLists(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "=like", "ar_collections%")]
        )
        views = cls.env["ir.ui.view"].browse(data.mapped("res_id"))
        lists = views.filtered(lambda view: view.type == "list" and not view.inherit_id)
        cls.lists = [
            (view.name, view.model, etree.fromstring(view.get_combined_arch())) for view in lists
        ]
        cls.inner = []
        for form in views.filtered(lambda view: view.type == "form" and not view.inherit_id):
            for arch in etree.fromstring(form.get_combined_arch()).iterfind(".//field/list"):
                field = cls.env[form.model]._fields[arch.getparent().get("name")]
                cls.inner.append((f"{form.name}.{field.name}", field.comodel_name, arch))

    def _get_columns(self, name, arch):
        model = self.env[name]
        for node in arch.findall("field"):
            if node.get("column_invisible") not in ("1", "True"):
                field = model._fields[node.get("name")]
                label = node.get("string", field._description_string(self.env))
                yield node, field, label

    def _get_width(self, node, field):
        if width := node.get("width"):
            return int(width.removesuffix("px"))
        return 20 if node.get("widget") == "handle" else WIDTHS.get(field.type, FREE)

    def test_names_have_room(self):
        """Customers and people are read, not guessed."""
        self.assertGreater(len(self.lists), 30)
        for view, model, arch in self.lists:
            for node, _field, _label in self._get_columns(model, arch):
                least = CUSTOMER * (node.get("name") in ("partner_id", "profile_id"))
                least = least or PERSON * (node.get("widget") == "many2one_avatar_user")
                with self.subTest(view=view, column=node.get("name")):
                    width = int((node.get("width") or "0").removesuffix("px"))
                    self.assertGreaterEqual(width, least)

    def test_labels_have_room(self):
        """A column that Odoo keeps narrow is as wide as its label."""
        for view, model, arch in self.lists + self.inner:
            for node, field, label in self._get_columns(model, arch):
                if field.type in WIDTHS and node.get("widget") not in ("handle", "color_picker"):
                    with self.subTest(view=view, column=node.get("name"), label=label):
                        width = self._get_width(node, field)
                        self.assertGreaterEqual(width, LETTER * len(label))

    def test_lists_fit(self):
        """The columns that are shown at first need no more room than the screen has."""
        for view, model, arch in self.lists:
            panels = self.env["ir.ui.view"].search([("model", "=", model), ("type", "=", "search")])
            panel = PANEL * any("<searchpanel" in one.arch for one in panels)
            shown = [
                self._get_width(node, field) + PADDING
                for node, field, _label in self._get_columns(model, arch)
                if node.get("optional") != "hide"
            ]
            with self.subTest(view=view):
                buttons = BUTTON * len(arch.findall("button"))
                self.assertLessEqual(sum(shown) + buttons + EDGES, SCREEN - panel)
