"""Which tests with a database there are, how they are shared out, and whether all of them ran."""

import ast
import re

from . import project
from .console import Stop
from .tasks import Outcome


def find():
    """All files with tests that need a database: {tag of Odoo's runner: path}."""
    found = {}
    for addon in project.addons():
        for path in sorted((project.ROOT / addon / "tests").rglob("test_*.py")):
            inner = path.relative_to(project.ROOT / addon)
            if inner.parts[1] != "pure":
                found[f"/{addon}/{inner}"] = path
    return found


def _classes(path):
    """The test classes of a file that Odoo's runner is to run: [(name, number of tests)]."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef) or not node.name.startswith("Test"):
            continue
        tests = [
            item
            for item in node.body
            if isinstance(item, ast.FunctionDef) and item.name.startswith("test")
        ]
        tags = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
        if tests and "'-standard'" not in tags:
            yield node.name, len(tests)


def _cost(path):
    """A guess of the seconds that the file takes: a class sets up a chart of accounts."""
    text = path.read_text(encoding="utf-8")
    cost = sum(8 + 0.6 * tests for _name, tests in _classes(path))
    return cost + 15 * len(re.findall(r"start_tour\(|browser_js\(|url_open\(", text))


def shards(count):
    """Split the files with tests into lists of about the same cost."""
    files = find()
    if not files:
        raise Stop("There are no tests in the add-ons.")
    shards = [[] for _ in range(min(count, len(files)))]
    load = [0.0] * len(shards)
    for tag in sorted(files, key=lambda tag: -_cost(files[tag])):
        lightest = load.index(min(load))
        shards[lightest].append(tag)
        load[lightest] += _cost(files[tag])
    return shards


def check_all_ran(tags, report):
    """Tests that Odoo does not find are not run, in silence: say which."""
    files = find()
    silent = []
    for tag in tags:
        module = "odoo.addons." + tag.strip("/").removesuffix(".py").replace("/", ".")
        for name, _tests in _classes(files[tag]):
            if (module, name) not in report.classes and not report.broke_in_setup(name):
                silent.append(
                    f"{tag.strip('/')}: {name} was not run. Is the file imported in "
                    "tests/__init__.py, and the class tagged post_install, -at_install?"
                )
    return Outcome(failed=len(silent), details=silent)
