"""Forms agree with rights: who may read opens them, and what can be edited can be saved."""

from itertools import takewhile

from lxml import etree

from odoo.tests import freeze_time, tagged

from ...models.base.ar_guard_mixin import ANY, CHATTER, NEW
from .world import TODAY, ArWorld

ROLES = ("collector", "approver", "manager")
READERS = ("biller", "auditor", "collector")
SHOWN = ("statusbar", "statinfo", "list_activity")  # widgets that change nothing here


class Names(dict):
    """What an expression of a view knows; a field that is not asked about has ``guess``."""

    def __init__(self, guess, **known):
        super().__init__(**known)
        self.guess = guess

    def __missing__(self, name):
        return Names(self.guess, **self) if name == "parent" else self.guess

    def __getattr__(self, name):
        return self[name]


def holds(expression, names):
    """Whether a modifier holds; one that cannot be told (a date, a list) does not."""
    try:
        return bool(eval(expression or "False", {"__builtins__": {}}, names))
    except (TypeError, NameError, AttributeError):
        return False


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestViews(ArWorld):
    def test_what_can_be_edited_can_be_written(self):
        """In every form and editable list, for each state: a field is writable or read-only."""
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "ar.%"), ("type", "in", ("form", "list")), ("mode", "=", "primary")]
        )
        refused = set()
        for role in ROLES:
            for view in views.filtered(lambda view: view.model in self.own_models()):
                model = self.env(user=self.users[role], su=False)[view.model]
                if not model.has_access("read"):
                    continue
                arch = etree.fromstring(model.get_view(view.id, view.type)["arch"])
                if view.type == "form" or arch.get("editable") or arch.get("multi_edit"):
                    refused.update(
                        (view.xml_id, *found) for found in self._get_refused(model, arch)
                    )
        self.assertFalse(refused)

    def test_buttons_call_what_takes_records(self):
        """The browser gives a button's method the records that are ticked, be it none."""
        wrong = set()
        for view in self.env["ir.ui.view"].search([("model", "=like", "ar.%")]):
            model = self.env[view.model]
            for button in etree.fromstring(view.arch).iterfind(".//button[@type='object']"):
                method = getattr(model, button.get("name"), None)
                if getattr(method, "_api_model", False):
                    wrong.add((view.xml_id, button.get("name")))
        self.assertFalse(wrong)

    def test_who_may_read_a_record_may_open_it(self):
        """No field of a form needs rights that a reader of the record lacks."""
        for role in READERS:
            for name, model in self.own_models().items():
                person = model.with_user(self.users[role]).sudo(False)
                record = self.records_of(name)[:1].with_env(person.env)
                if model._transient or not record or not record.has_access("read"):
                    continue
                arch = etree.fromstring(record.get_view(view_type="form")["arch"])
                fields = {node.get("name") for node in arch.iter("field")} & set(model._fields)
                with self.subTest(role=role, model=name):
                    record.invalidate_recordset()
                    record.read(fields)

    def _get_refused(self, model, arch):
        """(model, field, situation) of what ``arch`` offers and ``model`` refuses."""
        if not hasattr(model, "_get_writable"):
            return
        for node in arch.iter("field"):
            above = list(takewhile(lambda one: one is not arch, node.iterancestors()))
            if any(one.tag == "field" for one in above):
                continue
            for situation, names, moments in self._situations(model, arch):
                if not self._is_editable(model, node, above, names):
                    continue
                if not self._may_write(model, node.get("name"), moments):
                    yield (model._name, node.get("name"), situation)
            if not holds(node.get("readonly"), Names(False, id=1)):
                for sub in node.iterchildren("list", "form"):
                    if sub.tag == "form" or sub.get("editable"):
                        comodel = model._fields[node.get("name")].comodel_name
                        yield from self._get_refused(model.env[comodel], sub)

    def _situations(self, model, arch):
        """(what it is, what expressions know, moments of the whitelist that count)."""
        first = model._get_first_state()
        if model.has_access("create") and arch.get("create") not in ("0", "false"):
            yield "new", {"id": False, "state": first}, {ANY, NEW, first}
        if not model.has_access("write") or arch.get("edit") in ("0", "false"):
            return
        if "state" in model._fields:
            for state, _label in model._fields["state"]._description_selection(model.env):
                yield state, {"id": 1, "state": state}, {ANY, state}
        else:
            # A line has the states of what it belongs to, whose form closes the list.
            moments = {moment for when in model._get_writable().values() for moment in when}
            yield "saved", {"id": 1}, moments - {NEW}

    def _is_editable(self, model, node, above, known):
        """Whether a person could change the field, whatever the other fields may be."""
        field = model._fields.get(node.get("name"))
        if field is None or field.name in CHATTER or node.get("widget") in SHOWN:
            return False
        for guess in (False, 1):
            names = Names(guess, **known)
            hidden = [one.get("invisible") for one in (node, *above)]
            if any(holds(one, names) for one in (*hidden, node.get("column_invisible"))):
                continue
            readonly = node.get("readonly")
            if not (field.readonly if readonly is None else holds(readonly, names)):
                return True
        return False

    def _may_write(self, model, name, moments):
        groups = model._get_writable_by().get(name)
        open_now = model._get_writable().get(name, frozenset()) & moments
        return bool(open_now) and (not groups or model.env.user.has_groups(groups))
