"""The laws of the house (docs/DESIGN.md), read off the source."""

import ast
import re
from functools import cache
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
# In the order of the way of the data; a room with rooms inside comes after them.
ROOMS = (
    "base",
    "ledger/open_item",
    "ledger/aging",
    "customer",
    "credit/limit",
    "credit/assessment",
    "credit/contract",
    "dunning/interest",
    "dunning",
    "channel",
    "channel/reply",
    "channel/team",
    "channel/review",
    "resolution/log",
    "resolution/dispute",
    "resolution/promise",
    "resolution/plan",
    "resolution/charge",
    "resolution/limitation",
    "resolution/case",
    "resolution/evidence",
    "statement/statement",
    "statement/confirmation",
    "statement/reconciliation",
    "check",
    "portal",
    "insight/snapshot",
    "insight/worklist",
    "insight/kpi",
    "insight/forecast",
    "insight/alert",
    "insight/target",
    "insight/contingency",
    "insight/ecl",
    "insight/today",
    "insight/cockpit",
    "insight/sales",
    "insight/effect",
    "insight/setup",
)
VIEW_TYPES = "activity|calendar|form|graph|hierarchy|kanban|list|pivot|qweb|search"
MAX_METHOD_LINES = 50
# Each attribute of a <list> makes Odoo's check of the view seven times slower: 11 take 20 seconds.
MAX_LIST_ATTRIBUTES = 8
MAX_MODEL_FILE_LINES = 400
# Money has one reader. These read journal items without summing what is owed.
# The last two read no debts, but what stands on the accounts of losses.
MAY_NAME_JOURNAL_ITEMS_IN_SQL = {
    "hooks.py",
    "models/insight/ecl/ar_ecl_tie_out.py",
    "models/resolution/case/ar_writeoff_query.py",
}
SQL_WORDS = re.compile(r"\b(SELECT|FROM|JOIN|INSERT INTO|UPDATE|DELETE FROM)\b")
# What a further file of a model may be about, behind the model's name.
PARTS = (
    "figures",
    "history",
    "kinds",
    "net",
    "nightly",
    "page",
    "paper",
    "query",
    "request",
    "rights",
    "rows",
    "send",
    "steps",
    "tie_out",
    "webhook",
    "words",
    "xlsx",
)
# What belongs to the home of a model, beside its fields.
HOME_METHODS = {"create", "write", "unlink"}
HOME_DECORATORS = {"constrains", "ondelete"}
FIELD_WITH_COMODEL = {"Many2one", "One2many", "Many2many", "Reference"}
# Where the label of a field stands among its positional arguments; at first otherwise.
LABEL_PLACES = {"Many2many": 4, "Many2one": 1, "One2many": 2, "Reference": 1, "Selection": 1}
OVERRIDDEN = {"copy", "copy_data", "create", "default_get", "onchange", "unlink", "write"}
# What a scheduled action hands its work to, and what it may do besides.
ISOLATING = {"_work_through", "_work_off"}
SAFE_IN_JOBS = ISOLATING | {"browse", "search", "sorted", "sudo", "super"}
SAFE_IN_JOBS |= {"_get_mailed", "_get_ready", "_get_steps"}
# Searches that need more than a domain.
SAFE_IN_JOBS |= {"_find_due", "_find_left", "_find_matched", "_find_used"}
# Column to which the line over a part of a class is filled with dashes.
SECTION_WIDTH = 88


def python_files(*folders):
    """The add-on's Python files under ``folders``, tests apart."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def all_code_files():
    return [path for path in sorted(ROOT.rglob("*.py")) if "tests" not in path.parts]


@cache
def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path):
    return path.relative_to(ROOT).as_posix()


def constant(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def class_attribute(klass, attribute):
    """The strings that a class sets ``attribute`` to (text, or a list of texts)."""
    for statement in klass.body:
        if isinstance(statement, ast.Assign) and attribute in [
            target.id for target in statement.targets if isinstance(target, ast.Name)
        ]:
            elements = getattr(statement.value, "elts", [statement.value])
            return [value for element in elements if (value := constant(element))]
    return []


def room_files(room):
    """The Python files of a room, without those of the rooms inside it."""
    for path in python_files(f"models/{room}"):
        if path.parent == ROOT / "models" / room:
            yield path


def own_models():
    """{model: room}, from the ``_name`` in ``models/<room>``."""
    models = {}
    for room in ROOMS:
        for path in room_files(room):
            for klass in ast.walk(parse(path)):
                if isinstance(klass, ast.ClassDef):
                    own = set(class_attribute(klass, "_name"))
                    own -= set(class_attribute(klass, "_inherit"))  # those it only extends
                    models.update(dict.fromkeys(own, room))
    return models


def models_named(tree):
    """(line, model) for each model of ours that the code names: comodels, ``_inherit``,
    ``env[…]`` and the like are all texts that are a model's name and nothing else."""
    for node in ast.walk(tree):
        value = constant(node)
        if value and re.fullmatch(r"ar\.[a-z_.]+", value):
            yield node.lineno, value


def is_sql_text(node):
    """Whether an expression is, or begins with, a text that reads like SQL."""
    if isinstance(node, ast.JoinedStr):
        return any(is_sql_text(part) for part in node.values)
    value = constant(node)
    return bool(value and len(SQL_WORDS.findall(value)) >= 2)


def model_classes(path):
    """[(class, model that it makes or extends)] of a file."""
    for klass in parse(path).body:
        if isinstance(klass, ast.ClassDef):
            named = class_attribute(klass, "_name") or class_attribute(klass, "_inherit")
            if named:
                yield klass, named[0]


def file_of(model):
    """The name of a model's file; a report is called by its template."""
    return model.removeprefix("report.ar_collections.").replace(".", "_")


def home_statements(klass):
    """What of a class belongs to the home of its model: fields, constraints of the database and
    of Python, and what guards birth, life and end."""
    for statement in klass.body:
        if isinstance(statement, ast.FunctionDef):
            decorators = {
                getattr(getattr(node, "func", node), "attr", "")
                for node in statement.decorator_list
            }
            if statement.name in HOME_METHODS or decorators & HOME_DECORATORS:
                yield statement
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            # fields.Char(…), guarded.Monetary(…), models.Constraint(…), LiveMonetary(…)
            called = statement.value.func
            made = getattr(called, "attr", "")[:1].isupper()
            if made or getattr(called, "id", "").startswith("Live"):
                yield statement


def imported_files(path):
    """The files of the add-on that a file imports."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            source = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            yield source.with_suffix(".py")
            for alias in node.names:
                yield source / f"{alias.name}.py"


def called(call):
    """The last word of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def is_broad(handler):
    """True if an ``except`` catches whatever it is, or all that the database says."""
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    return bool(
        re.search(r"\b(Base)?Exception\b|\bpsycopg2\.(Operational|Database)?Error\b", caught)
    )


def names_lost(caught):
    return bool(caught) and bool(re.search(r"\b_?(LOST|RAISED)\b", ast.unparse(caught)))


def calls_outside(node):
    """The calls of a function, without those in functions that it hands on."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda | ast.FunctionDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from calls_outside(child)


@tagged("post_install", "-at_install")
class TestArchitecture(BaseCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What was parsed once is kept as long as these tests run.
        cls.addClassCleanup(parse.cache_clear)

    def assertNone(self, breaches, law):
        self.assertFalse(breaches, law + "\n" + "\n".join(breaches))

    def test_rooms_name_only_earlier_rooms(self):
        models = own_models()
        self.assertEqual(models.get("ar.open.item"), "ledger/open_item")
        breaches = [
            f"{name(path)}:{line} names {model} of {models[model]}"
            for room in ROOMS
            for path in room_files(room)
            for line, model in models_named(parse(path))
            if model in models and ROOMS.index(models[model]) > ROOMS.index(room)
        ]
        self.assertNone(breaches, "A room names models of its own and of earlier rooms only.")

    def test_folders_are_rooms(self):
        rooms = {*ROOMS, *(room.partition("/")[0] for room in ROOMS)}
        for folder in ("models", "views", "tools"):
            found = {
                path.relative_to(ROOT / folder).as_posix()
                for path in (ROOT / folder).rglob("*")
                if path.is_dir() and path.name != "__pycache__"
            }
            self.assertLessEqual(found, rooms)

    def test_methods_are_short(self):
        breaches = [
            f"{name(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
            for path in all_code_files()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.FunctionDef)
            and node.end_lineno - node.lineno + 1 > MAX_METHOD_LINES
        ]
        self.assertNone(breaches, f"A method has at most {MAX_METHOD_LINES} lines.")

    def test_model_files_are_short(self):
        breaches = [
            f"{name(path)} has {lines} lines"
            for path in python_files("models", "wizard")
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODEL_FILE_LINES
        ]
        self.assertNone(breaches, f"A model file has at most {MAX_MODEL_FILE_LINES} lines.")

    def test_models_are_described(self):
        breaches = [
            f"{name(path)}:{klass.lineno} {klass.name}"
            for path in python_files("models", "wizard")
            for klass in ast.walk(parse(path))
            if isinstance(klass, ast.ClassDef)
            and (own := class_attribute(klass, "_name"))
            # One that extends a model says its name again to add a mixin.
            and not set(own) & set(class_attribute(klass, "_inherit"))
            and not class_attribute(klass, "_description")
        ]
        self.assertNone(breaches, "A model has a _description.")

    def test_tools_know_no_odoo(self):
        breaches = [
            f"{name(path)}:{node.lineno}"
            for path in python_files("tools")
            for node in ast.walk(parse(path))
            if (isinstance(node, ast.Import) and any(a.name.startswith("odoo") for a in node.names))
            or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("odoo"))
        ]
        self.assertNone(breaches, "Pure code in tools/ imports nothing of Odoo.")

    def test_tools_never_ask_the_clock(self):
        clocks = {"today", "now", "utcnow"}
        breaches = [
            f"{name(path)}:{node.lineno} {node.func.attr}()"
            for path in python_files("tools")
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in clocks
        ]
        self.assertNone(breaches, "Pure code is given the day.")

    def test_no_commit(self):
        breaches = [
            f"{name(path)}:{node.lineno}"
            for path in all_code_files()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "commit"
        ]
        self.assertNone(breaches, "Nobody commits; jobs use ir.cron._commit_progress.")

    def test_jobs_are_isolated(self):
        """What stands outside of the isolation stops the job for all companies."""
        breaches = [
            f"{name(path)}:{call.lineno} {node.name} calls {called(call)}"
            for path in python_files("models", "wizard")
            for node in ast.walk(parse(path))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("_cron_")
            for call in calls_outside(node)
            if called(call) not in SAFE_IN_JOBS and called(call) != node.name
        ]
        self.assertNone(
            breaches,
            "A job finds its records by a search, and hands the rest to the methods of "
            f"ar.job.mixin: {', '.join(sorted(ISOLATING))}.",
        )

    def test_numbers_and_tasks_are_of_the_companys_day(self):
        """Odoo's own default is the day of the user or the server."""
        breaches = [
            f"{name(path)}:{node.lineno} {called(node)}"
            for path in all_code_files()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and (
                (
                    called(node) == "activity_schedule"
                    and len(node.args) < 2
                    and not any(word.arg == "date_deadline" for word in node.keywords)
                )
                or (called(node) == "next_by_code" and path.name != "res_company.py")
                or called(node) == "context_today"
            )
        ]
        self.assertNone(breaches, "A task names its day, a number comes from company._ar_number.")

    def test_nobody_swallows_a_lost_connection(self):
        """Who catches whatever it is lets a lost connection and a conflict go on."""
        breaches = [
            f"{name(path)}:{handler.lineno}"
            for path in all_code_files()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Try)
            for at, handler in enumerate(node.handlers)
            if is_broad(handler)
            and not any(names_lost(earlier.type) for earlier in node.handlers[:at])
            and not any(
                isinstance(call, ast.Call) and called(call) == "raise_if_lost"
                for call in ast.walk(handler)
            )
        ]
        self.assertNone(breaches, "Call raise_if_lost, or raise LOST before.")

    def test_sql_is_not_glued(self):
        breaches = []
        for path in all_code_files():
            for node in ast.walk(parse(path)):
                glued = (
                    isinstance(node, ast.JoinedStr)
                    or (isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)))
                    or (
                        isinstance(node, ast.Call)
                        and isinstance(node.func, ast.Attribute)
                        and node.func.attr == "format"
                    )
                )
                if not glued:
                    continue
                text = getattr(node, "left", None) or getattr(node, "func", node)
                if is_sql_text(getattr(text, "value", text)) or is_sql_text(node):
                    breaches.append(f"{name(path)}:{node.lineno}")
        self.assertNone(breaches, "SQL is composed with odoo.tools.SQL, not with text.")

    def test_money_has_one_reader(self):
        breaches = [
            f"{name(path)}:{node.lineno}"
            for path in all_code_files()
            if "ledger" not in path.parts and name(path) not in MAY_NAME_JOURNAL_ITEMS_IN_SQL
            for node in ast.walk(parse(path))
            if (text := constant(node))
            and re.search(r"\b(FROM|JOIN)\s+account_move_line\b", text)
            and re.search(r"amount_residual|balance|\bSUM\b", text)
        ]
        self.assertNone(breaches, "What is owed is read from ar.open.item only.")

    def test_modules_say_what_they_are_for(self):
        breaches = [
            name(path)
            for path in python_files("models", "wizard", "controllers", "report", "tools")
            if path.name != "__init__.py" and not ast.get_docstring(parse(path))
        ]
        self.assertNone(breaches, "A module begins with a docstring: what it is for.")

    def test_labels_are_given_by_keyword(self):
        breaches = [
            f"{name(path)}:{node.lineno} {label}"
            for path in python_files("models", "wizard")
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("fields", "guarded")
            and node.func.attr[0].isupper()
            and len(node.args) > (place := LABEL_PLACES.get(node.func.attr, 0))
            and (label := constant(node.args[place]))
        ]
        self.assertNone(breaches, "A label is string=, by keyword.")

    def test_overrides_say_so(self):
        breaches = []
        for path in python_files("models", "wizard"):
            lines = path.read_text(encoding="utf-8").splitlines()
            breaches += [
                f"{name(path)}:{method.lineno} {method.name}"
                for klass in ast.walk(parse(path))
                if isinstance(klass, ast.ClassDef)
                for method in klass.body
                if isinstance(method, ast.FunctionDef)
                and method.name in OVERRIDDEN
                and not any(
                    re.search(r"# (EXTENDS|OVERRIDES?)\b", line)
                    for line in lines[method.lineno : method.end_lineno]
                )
            ]
        self.assertNone(breaches, "An override says what it extends: # EXTENDS …")

    def test_sections_have_one_form(self):
        breaches = [
            f"{name(path)}:{number} {line.strip()}"
            for path in sorted(ROOT.rglob("*.py"))
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if re.match(r" *# ?-{2,}", line)
            and not (re.match(r" *# -- \S.* -{4,}$", line) and len(line) >= SECTION_WIDTH)
        ]
        self.assertNone(breaches, "A part begins with one line: # -- words ----…")

    def test_formatter_has_the_last_word(self):
        mark = re.compile(r"#\s*fmt:\s*(skip|off)")
        breaches = [
            f"{name(path)}:{number}"
            for path in sorted(ROOT.rglob("*.py"))
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if mark.search(line)
        ]
        self.assertNone(breaches, "The formatter has the last word.")

    def test_rooms_have_a_page_that_is_true(self):
        rooms = {room.partition("/")[0] for room in ROOMS}
        missing = [room for room in rooms if not (ROOT / "models" / room / "README.md").exists()]
        self.assertNone(missing, "A room has a page at its door.")
        files = {path.name for path in ROOT.rglob("*.*")}
        names = set()
        for path in all_code_files():
            names.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        breaches = []
        for path in sorted(ROOT.glob("models/**/README.md")):
            for said in re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8")):
                told = re.findall(r"[\w/]+\.(?:py|js|xml|txt)\b", said)
                told = [file for file in told if not file.startswith("_")]
                gone = {file for file in told if file.rpartition("/")[2] not in files}
                gone |= set(re.findall(r"(?<![\w.…])_[a-z]\w+(?![\w…<.])", said)) - names
                breaches += [f"{name(path)}: {word}" for word in sorted(gone)]
        self.assertNone(breaches, "What a page names is there.")

    def test_one_model_in_a_file(self):
        breaches = [
            f"{name(path)}: {', '.join(models)}"
            for path in python_files("models", "wizard")
            if len(models := [model for _klass, model in model_classes(path)]) > 1
        ]
        self.assertNone(breaches, "A file holds one model.")

    def test_files_are_named_after_their_model(self):
        breaches = [
            f"{name(path)} is of {model}"
            for path in python_files("models", "wizard")
            for _klass, model in model_classes(path)
            if path.stem not in {file_of(model), *(f"{file_of(model)}_{part}" for part in PARTS)}
        ]
        self.assertNone(breaches, f"A file is named <model> or <model>_<part>, one of {PARTS}.")

    def test_a_model_has_one_home(self):
        breaches = [
            f"{name(path)}:{statement.lineno}"
            for path in python_files("models", "wizard")
            for klass, model in model_classes(path)
            if path.stem != file_of(model)
            for statement in home_statements(klass)
        ]
        self.assertNone(
            breaches, "Fields, constraints, create, write and unlink stand in <model>.py."
        )

    def test_no_dead_files(self):
        imported = {file for path in all_code_files() for file in imported_files(path)}
        breaches = [
            name(path)
            for path in python_files("controllers", "demo", "models", "tools", "wizard")
            if path.name != "__init__.py" and path not in imported
        ]
        self.assertNone(breaches, "Each file is imported by somebody.")


@tagged("post_install", "-at_install")
class TestArchitectureXml(BaseCase):
    maxDiff = None

    def _records(self):
        """(file, element) of each record and menu of our data files."""
        for folder in ("data", "demo", "report", "security", "views", "wizard"):
            for path in sorted((ROOT / folder).rglob("*.xml")):
                for element in etree.parse(str(path)).iter("record", "menuitem", "template"):
                    yield name(path), element

    def _field(self, record, field):
        return next((f for f in record.findall("field") if f.get("name") == field), None)

    def test_no_tree_views(self):
        breaches = [
            f"{name(path)}"
            for path in sorted(ROOT.rglob("*.xml"))
            if re.search(r"<tree\b|view_mode\">[^<]*\btree\b", path.read_text(encoding="utf-8"))
        ]
        self.assertFalse(breaches, "Lists are <list>.")

    def test_lists_are_checked_in_no_time(self):
        """What a list may do is the model's access rights; it need not be said again."""
        breaches = [
            f"{file}: {record.get('id')} has {len(node.attrib)}"
            for file, record in self._records()
            for node in record.iter("list")
            if len(node.attrib) > MAX_LIST_ATTRIBUTES
        ]
        self.assertFalse(breaches, f"A <list> has at most {MAX_LIST_ATTRIBUTES} attributes.")

    def test_view_ids(self):
        breaches = []
        for file, record in self._records():
            if record.get("model") != "ir.ui.view" or self._field(record, "inherit_id") is not None:
                continue
            model = self._field(record, "model")
            if model is None:
                continue
            prefix = re.escape((model.text or "").replace(".", "_"))
            if not re.fullmatch(rf"{prefix}_view_({VIEW_TYPES})(_\w+)?", record.get("id")):
                breaches.append(f"{file}: {record.get('id')}")
        self.assertFalse(breaches, "A view is <model>_view_<type>.")

    def test_inherited_view_ids(self):
        breaches = []
        for file, record in self._records():
            parent = self._field(record, "inherit_id")
            if record.get("model") != "ir.ui.view" or parent is None:
                continue
            parent_id = parent.get("ref").split(".")[-1]
            if not record.get("id").startswith(parent_id):
                breaches.append(f"{file}: {record.get('id')} inherits {parent_id}")
        self.assertFalse(breaches, "An inherited view keeps the id of its parent.")

    def test_action_and_menu_ids(self):
        breaches = []
        for file, element in self._records():
            xml_id = element.get("id") or ""
            model = element.get("model") or ""
            if model == "ir.actions.act_window" and not re.search(r"_action(_\w+)?$", xml_id):
                breaches.append(f"{file}: {xml_id}")
            if element.tag == "menuitem" and not re.search(r"_menu(_\w+)?$", xml_id):
                breaches.append(f"{file}: {xml_id}")
            if model == "ir.rule" and not re.search(r"_rule_\w+$", xml_id):
                breaches.append(f"{file}: {xml_id}")
        self.assertFalse(breaches, "Actions are …_action, menus …_menu, rules …_rule_<what>.")


#: tools/ has rooms, and no rooms inside them.
TOOL_ROOMS = tuple(dict.fromkeys(room.partition("/")[0] for room in ROOMS))


def room_of_reader(path, models):
    """The room of a file of tools, models, controllers or wizard.

    A wizard has that of the model it is named after, or the last one if there is none.
    """
    folder, *inner = path.relative_to(ROOT).parts
    if folder in ("tools", "models"):
        return inner[0] if len(inner) > 1 else TOOL_ROOMS[-1]
    if folder == "controllers":
        return "portal"
    served = [model for model in models if path.stem.startswith(model.replace(".", "_"))]
    return models[max(served, key=len)].partition("/")[0] if served else TOOL_ROOMS[-1]


def tools_imported(path):
    """(line, room of tools/) of each relative import from there."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            source = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for alias in node.names:
                parts = (source / alias.name).relative_to(ROOT).parts
                if parts[0] == "tools":
                    yield node.lineno, parts[1]


def names_defined(statement):
    """The names that a statement of a module defines: function, class or constants."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    nodes = [node for target in targets if target for node in ast.walk(target)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return {one for one in names if not one.startswith("__")}


def names_read(path):
    """The names of tools that a file reads: imported ones, those behind an imported module, and
    its own outside of what defines them."""
    tree = parse(path)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = set().union(*map(names_defined, tree.body))
    for statement in tree.body:
        known = imported | own - names_defined(statement)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in known:
                yield node.id
            elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in imported:
                yield node.attr


@tagged("post_install", "-at_install")
class TestArchitectureTools(BaseCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What was parsed once is kept as long as these tests run.
        cls.addClassCleanup(parse.cache_clear)

    def test_only_tools_of_earlier_rooms_are_used(self):
        models = own_models()
        breaches = [
            f"{name(path)}:{line} uses tools/{room}"
            for path in python_files("tools", "models", "controllers", "wizard")
            for line, room in tools_imported(path)
            if TOOL_ROOMS.index(room) > TOOL_ROOMS.index(room_of_reader(path, models))
        ]
        self.assertEqual(breaches, [], "Who uses a tool stands in its room or in a later one.")

    def test_files_of_tools_and_controllers_are_short(self):
        breaches = [
            f"{name(path)} has {lines} lines"
            for path in python_files("tools", "controllers")
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODEL_FILE_LINES
        ]
        self.assertEqual(breaches, [], f"A file has at most {MAX_MODEL_FILE_LINES} lines.")

    def test_tools_have_no_dead_names(self):
        read = {one for path in all_code_files() for one in names_read(path)}
        breaches = [
            f"{name(path)}:{statement.lineno} {one}"
            for path in python_files("tools")
            for statement in parse(path).body
            for one in sorted(names_defined(statement) - read)
        ]
        self.assertEqual(breaches, [], "What a tool defines is named by code, not only by tests.")
