"""The guard holds for every model of ours, and for a new one by itself."""

import ast
import inspect
import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...models.base.ar_guard_mixin import ANY, AUTOMATIC, CHATTER, NEW
from .world import TODAY, ArWorld

ADDONS = Path(__file__).resolve().parents[3]
# What superuser code follows, or what decides whose a record is.
POINTERS = {
    "ir.attachment",
    "mail.activity",
    "mail.mail",
    "mail.message",
    "payment.transaction",
}
OWNERS = {"company_id", "profile_id"}
# People say whose they are when they make them; afterwards they are what they are.
SILENT = ("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base")


def other_value(field, record):
    """Another value than ``record`` has, as a person might write it; None if there is none."""
    value = record[field.name] if record else False
    simple = {
        "boolean": not value,
        "char": f"{value or ''} changed",
        "text": f"{value or ''} changed",
        "html": "<p>changed</p>",
        "date": date(2020, 2, 2),
        "datetime": datetime(2020, 2, 2),
    }
    if field.type in simple:
        return simple[field.type]
    if field.type in ("integer", "float", "monetary"):
        return (value or 0) + 1
    if field.type == "selection":
        return next(
            (code for code, _label in field._description_selection(record.env) if code != value),
            None,
        )
    if field.type == "many2one":
        comodel = record.env[field.comodel_name].sudo()
        return comodel.search([("id", "!=", value.id if value else 0)], limit=1).id or None
    return None


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestGuard(ArWorld):
    def _guarded(self):
        for name, model in self.own_models().items():
            if not model._transient:
                yield name, model

    # -- what the models say -----------------------------------------------------------

    def test_every_model_is_guarded(self):
        bare = [name for name, model in self._guarded() if not hasattr(model, "_get_writable")]
        self.assertFalse(bare, "Models without ar.guard.mixin or ar.gate.mixin")

    def test_a_record_stays_where_it_is(self):
        """Company, account and all that repeats them, and what superuser code follows."""
        breaches = []
        for name, model in self._guarded():
            for field_name, when in model._get_writable().items():
                field = model._fields[field_name]
                repeated = field.related and field.store and field.type == "many2one"
                if field_name in OWNERS or repeated:
                    breaches += [f"{name}.{field_name}"] if when - {NEW} else []
                if field.type == "many2one" and field.comodel_name in POINTERS:
                    breaches.append(f"{name}.{field_name}")
        self.assertFalse(breaches)

    def test_nobody_writes_a_state(self):
        """A model with states has them on the gate, and the first is the state of birth."""
        for name, model in self._guarded():
            field = model._fields.get("state")
            if field is None or field.related:
                continue
            with self.subTest(model=name):
                self.assertNotIn("state", model._get_writable())
                if hasattr(model, "_get_transitions"):
                    states = {code for code, _label in field._description_selection(self.env)}
                    self.assertIn(model._get_first_state(), states)
                    for state, sources in model._get_transitions().items():
                        self.assertLessEqual({state, *sources}, states)

    def test_names_in_the_whitelists_are_fields(self):
        for name, model in self._guarded():
            names = {*model._get_writable(), *model._get_writable_by()}
            with self.subTest(model=name):
                self.assertFalse(names - model._fields.keys())

    def test_no_key_in_the_context_opens_a_guard(self):
        """What is internal is a private method or an argument, not a key that anybody sends."""
        breaches = []
        for path in ADDONS.glob("ar_collections*/**/*.py"):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    continue
                text = ast.unparse(node) if isinstance(node, (ast.Call, ast.Subscript)) else ""
                if re.match(r"[\w.]*env\.context(\.get\(|\[)['\"]ar_", text):
                    breaches.append(f"{path.relative_to(ADDONS)}:{node.lineno} {text}")
        self.assertFalse(breaches)

    # -- birth -------------------------------------------------------------------------

    def test_no_default_fills_a_closed_field(self):
        """Neither one in the context nor a person's own."""
        manager = self.users["manager"]
        for name, model in self._guarded():
            closed = [n for n in model._get_closed() if model._fields[n].type != "properties"]
            wrong = {}
            for field_name in closed:
                field = model._fields[field_name]
                value = other_value(field, model.browse())
                if value is not None:
                    wrong[field_name] = value
            keys = {f"default_{field_name}": value for field_name, value in wrong.items()}
            born = model.with_user(manager).default_get(list(model._fields))
            mine = model.with_user(manager).with_context(**keys).default_get(list(model._fields))
            root = model.default_get(list(model._fields))
            set_up = model.with_context(**keys).default_get(list(model._fields))
            for field_name in wrong:
                with self.subTest(model=name, field=field_name):
                    self.assertEqual(mine.get(field_name), born.get(field_name))
                    self.assertEqual(set_up.get(field_name), root.get(field_name))

    def test_no_own_default_fills_a_closed_field(self):
        manager = self.users["manager"]
        defaults = self.env["ir.default"].with_user(manager)
        defaults.set("ar.dunning.run", "kind", "nightly", user_id=True)
        defaults.set("ar.hold", "kind", "promise", user_id=True)
        run = self.env["ar.dunning.run"].with_user(manager).create({})
        self.assertEqual(run.kind, "manual")
        hold = (
            self.env["ar.hold"]
            .with_user(manager)
            .create({"move_id": self._invoice().id, "reason": "Talks"})
        )
        self.assertEqual(hold.kind, "manual")

    def _invoice(self):
        return self.records_of("ar.hold", self.company)[:1].move_id

    def test_nobody_gives_a_new_record_a_closed_value(self):
        manager = self.users["manager"]
        for name, model in self._guarded():
            record = self.records_of(name, self.company if "company_id" in model._fields else None)[
                :1
            ]
            if not record or not model.with_user(manager).has_access("create"):
                continue
            for field_name in sorted(model._get_closed()):
                field = model._fields[field_name]
                value = other_value(field, record) if field.store else None
                if not value or value == model.default_get([field_name]).get(field_name):
                    continue
                with self.subTest(model=name, field=field_name), self.assertRaises(UserError):
                    model.with_user(manager).create({field_name: value})

    # -- life --------------------------------------------------------------------------

    def test_closed_fields_of_records_are_frozen(self):
        """By everybody who may write the model at all, one field at a time."""
        tried = 0
        for name, model in self._guarded():
            record = self.records_of(name, self.company if "company_id" in model._fields else None)[
                :1
            ]
            for role in ("collector", "approver", "manager"):
                if not record or not record.with_user(self.users[role]).has_access("write"):
                    continue
                mine = record.with_user(self.users[role])
                now = {ANY, record._get_state()}
                for field_name, field in model._fields.items():
                    if field_name in AUTOMATIC or field_name in CHATTER or not field.store:
                        continue
                    if model._get_writable().get(field_name, frozenset()) & now:
                        continue
                    value = other_value(field, record)
                    if value is None:
                        continue
                    tried += 1
                    with self.subTest(model=name, role=role, field=field_name):
                        with self.assertRaises(UserError):
                            mine.write({field_name: value})
        self.assertGreater(tried, 500)

    def test_what_is_as_it_was_may_be_written(self):
        """Forms send back what has not changed, where it is open at some time."""
        mine = self.records_of("ar.dunning.run", self.company)[:1].with_user(
            self.users["collector"]
        )
        mine.write({"date": mine.date, "company_id": mine.company_id.id})

    def test_a_refusal_names_record_and_field(self):
        mine = self.records_of("ar.dunning.run", self.company)[:1].with_user(
            self.users["collector"]
        )
        with self.assertRaisesRegex(AccessError, f"Company of {mine.name} is not written by hand"):
            mine.write({"company_id": self.branch.id})

    # -- public methods ----------------------------------------------------------------

    def _public_methods(self, model):
        """The methods of ours that anybody may call by RPC."""
        for klass in type(model).mro():
            if ".ar_collections" not in klass.__module__:
                continue
            for name, function in vars(klass).items():
                if name.startswith("_") or not inspect.isfunction(function):
                    continue
                if not getattr(function, "_api_private", False) and name not in (
                    "create",
                    "write",
                    "unlink",
                ):
                    yield name, function

    def _arguments(self, function):
        """Arguments of the right kind, by their names."""
        known = {
            "partner": self.partner,
            "company": self.company,
            "company_id": self.company.id,
            "company_ids": self.company.ids,
            "date": TODAY,
            "as_of": TODAY,
            "amount": 1.0,
            "checkpoint": "order",
            "partner_id": self.partner.id,
            "name": "x",
            "item_ids": [],
            "default": {},
        }
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [
            known.get(parameter.name)
            for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]

    def _rows_touched(self):
        """How many rows were written so far in this transaction, in tables that matter."""
        self.env.flush_all()
        tables = [
            model._table
            for name, model in self.env.items()
            if (name.startswith("ar.") or name in ("account.move", "account.move.line"))
            and not model._transient
            and not model._abstract
        ]
        self.env.cr.execute(
            """SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
                 FROM pg_stat_xact_user_tables WHERE relname IN %s""",
            [tuple(tables)],
        )
        return dict(self.env.cr.fetchall())

    @mute_logger(*SILENT)
    def test_public_methods_change_nothing_for_who_only_reads(self):
        """An auditor, a biller and a plain user call each of them on everything."""
        breaches = []
        for name, model in self.env.items():
            if not name.startswith("ar.") or name.startswith("ar.demo"):
                continue
            for method, function in self._public_methods(model):
                for role in ("auditor", "biller", "plain"):
                    before = self._rows_touched()
                    self._call(model, method, function, role)
                    if (after := self._rows_touched()) != before:
                        changed = {t for t in after if after[t] != before.get(t, 0)}
                        breaches.append(f"{name}.{method}() by {role} writes {sorted(changed)}")
        self.assertFalse(breaches, "\n".join(breaches))

    def _call(self, model, method, function, role):
        records = model.browse()
        if not model._abstract and not model._transient and model._table_query is None:
            records = self.records_of(
                model._name, self.company if "company_id" in model._fields else None
            )
        for record in records[:3] or [records]:
            mine = record.with_user(self.users[role]).with_company(self.company)
            with suppress(UserError, DatabaseError, ValueError, TypeError, KeyError):
                with self.env.cr.savepoint():
                    getattr(mine, method)(*self._arguments(function))
            self.env.invalidate_all()
