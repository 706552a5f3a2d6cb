"""Do the tests notice? Change one thing at a time in a file of tools/, and run its pure tests.

    python scripts/mutate.py ar_collections/tools/dunning/interest.py [FILE...]
        [--number 25] [--seed 1] [--jobs 2] [--seconds 60] [--quiet]

One operator, comparison, number or boolean is changed at a time (``mutations`` lists how). A
change that no test notices *survives*: a test is missing, or the change makes no difference. The
files on disk stay as they are: the changed source is only handed to the import of a process
forked for it. ``--number 0`` tries every change instead of so many drawn by ``--seed``.

The tests of ``x.py`` are ``test_x.py`` and ``test_x_*.py`` in tests/pure; where there are none, the
modules that import it, or else reach it through others. It needs what ``./dev test pure`` has
installed.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "ar_collections"
PACKAGE = "odoo.addons.ar_collections"

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


# -- changes ---------------------------------------------------------------------------


class Change(NamedTuple):
    """One change to a module: ``make(node)`` changes its tree."""

    line: int
    before: str
    after: str
    node: ast.AST
    make: Callable


def mutations(tree):
    """All changes to a module, in the order of its nodes."""
    found = []
    for node in _nodes(tree):
        for make in _changes(node):
            twin = copy.deepcopy(node)
            make(twin)
            found.append(Change(node.lineno, ast.unparse(node), ast.unparse(twin), node, make))
    return found


def _nodes(tree):
    """The nodes that mean something when the code runs: no annotations."""
    nodes, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        children = [
            child
            for name, value in ast.iter_fields(node)
            if name not in ("annotation", "returns")
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]
        waiting += reversed(children)
    return nodes


def _changes(node):
    """Functions that change a node, each in one way."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield lambda twin, place=place, other=other: twin.ops.__setitem__(place, other())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield lambda twin: setattr(twin, "op", OPERATORS[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield lambda twin: setattr(twin, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        if isinstance(node.op, ast.Not):
            yield lambda twin: setattr(twin, "operand", ast.UnaryOp(ast.Not(), twin.operand))
        else:
            yield lambda twin: setattr(twin, "op", ast.UAdd())
    elif isinstance(node, ast.Call) and getattr(node.func, "id", None) in CALLS:
        yield lambda twin: setattr(twin.func, "id", CALLS[node.func.id])
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(
        node.test, ast.Name | ast.Attribute | ast.Call
    ):
        yield lambda twin: setattr(twin, "test", ast.UnaryOp(ast.Not(), twin.test))
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield lambda twin: setattr(twin, "value", not node.value)
        elif isinstance(node.value, int | float):
            yield lambda twin: setattr(twin, "value", node.value + 1)


# -- which tests -----------------------------------------------------------------------


def imported(path):
    """The files of the add-on that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            found |= {base.with_suffix(".py"), *(base / f"{a.name}.py" for a in node.names)}
    return {one for one in found if one.is_file()}


def tests_of(path):
    """Names of the pure test modules of a file: those named after it, else those that import
    it, else those that reach it through others."""
    tests = sorted((ADDON / "tests" / "pure").rglob("test_*.py"))
    direct = [test for test in tests if path in imported(test)]
    named = [test for test in direct if f"{test.stem}_".startswith(f"test_{path.stem}_")]
    return [_module(test) for test in named or direct or [t for t in tests if path in _reached(t)]]


def _reached(path):
    found, waiting = set(), [path]
    while waiting:
        new = imported(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def _module(path):
    return ".".join([PACKAGE, *path.relative_to(ADDON).with_suffix("").parts])


# -- running ---------------------------------------------------------------------------


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a changed tree instead of its file."""

    def __init__(self, path, tree):
        self.name, self.file, self.tree = _module(path), str(path), tree

    def find_spec(self, name, _path=None, _target=None):
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module):
        module.__file__ = self.file
        exec(compile(ast.fix_missing_locations(self.tree), self.name, "exec"), module.__dict__)


def notices(path, tree, tests):
    """Whether one of the tests fails with a file read as ``tree``."""
    from odoo.tests.loader import get_module_test_cases
    from odoo.tests.result import OdooTestResult
    from odoo.tests.suite import OdooSuite

    sys.meta_path.insert(0, _Changed(path, tree))
    cases = [
        case for test in tests for case in get_module_test_cases(importlib.import_module(test))
    ]
    # Tables of cases first: generated cases take longer.
    for case in sorted(cases, key=lambda case: "roperties" in case.id()):
        result = OdooTestResult()
        OdooSuite([case])(result)
        if result.failures_count or result.errors_count:
            return True
    return False


def start(path, tree, change, tests, seconds):
    """Try a change in a process of its own; it exits with 0 where nobody noticed."""
    child = os.fork()
    if child:
        return child
    signal.alarm(seconds)  # who never ends is noticed
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    code = 1
    with contextlib.suppress(BaseException):
        if change:
            change.make(change.node)  # of this process's own tree
        code = int(notices(path, tree, tests))
    os._exit(code)


def run(path, options):
    """Try the changes to a file; returns how many were noticed, of how many."""
    tests = tests_of(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    label = path.relative_to(ADDON).as_posix()
    if not tests or os.waitpid(start(path, tree, None, tests, 300), 0)[1]:
        print(f"{label}: {'its tests fail as it is' if tests else 'no test'}", flush=True)
        return 0, 0
    changes = mutations(tree)
    if options.number and len(changes) > options.number:
        chosen = random.Random(options.seed).sample(range(len(changes)), options.number)
        changes = [changes[place] for place in sorted(chosen)]
    running, survived, late = {}, [], 0
    for change in [*changes, *[None] * options.jobs]:
        while running and (change is None or len(running) >= options.jobs):
            child, status = os.wait()
            tried = running.pop(child)
            late += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            if not status:
                survived.append(tried)
        if change:
            running[start(path, tree, change, tests, options.seconds)] = change
    noticed = len(changes) - len(survived)
    told = f", {late} of them by time alone" if late else ""
    print(f"{label}: {noticed} of {len(changes)} noticed{told}", flush=True)
    if not options.quiet:
        for change in sorted(survived, key=lambda change: change.line):
            before, after = _short(change.before), _short(change.after)
            print(f"    line {change.line}: {before}  →  {after}", flush=True)
    return noticed, len(changes)


def _short(code):
    code = " ".join(code.split())
    return code if len(code) <= 90 else code[:87] + "..."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=lambda text: Path(text).resolve())
    parser.add_argument("--number", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    options = parser.parse_args()
    prepare()
    results = [run(path, options) for path in options.files]
    if len(results) > 1:
        noticed, tried = map(sum, zip(*results, strict=True))
        print(f"in all: {noticed} of {tried} noticed")


def prepare():
    """Import what all tests need once, in the Python that has Odoo's packages."""
    sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "scripts" / "inside")]
    from devtools import odoo_source, project, python_env

    if importlib.util.find_spec("odoo") is None:
        environment = python_env.environment(PYTHONPATH=str(odoo_source.find().python))
        os.execve(python_env.PYTHON, [python_env.PYTHON, "-B", *sys.argv], environment)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(project.LOGS / "hypothesis")
    import hypothesis
    import pure_tests

    # The same cases each time, and none made smaller: that a test fails is enough.
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile(
        "mutate", derandomize=True, database=None, phases=phases, deadline=None
    )
    hypothesis.settings.load_profile("mutate")
    for module in ("lxml.html", "openpyxl", "xlsxwriter", "dateutil.relativedelta"):
        importlib.import_module(module)
    pure_tests.stand_in(PACKAGE, ADDON)
    pure_tests.stand_in(f"{PACKAGE}.tests", ADDON / "tests")
    pure_tests.stand_in(f"{PACKAGE}.tests.pure", ADDON / "tests" / "pure")


if __name__ == "__main__":
    main()
