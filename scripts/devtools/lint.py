"""The linters: each returns an Outcome."""

import os
import re
import xml.parsers.expat
from pathlib import Path

from . import project, python_env
from .console import say
from .process import Failed, capture
from .tasks import Outcome

TEXT = {".py", ".xml", ".js", ".scss", ".css", ".csv", ".md", ".toml", ".yaml", ".yml", ".txt"}
# Not for us: an OCA author, no search over a small table; and a model that a later room extends is
# extended in that room's folder; what extends a method that returns nothing returns nothing.
NOT_OURS = (
    "manifest-required-author",
    "no-search-all",
    "consider-merging-classes-inherited",
    "missing-return",
)
CONFLICT = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)


def run():
    outcome = Outcome()
    for check in (ruff_rules, ruff_format, pylint_odoo, text_files, readmes, shell_scripts):
        outcome += check()
    return outcome


def _tool(title, *command):
    try:
        capture([python_env.PYTHON, "-m", *command], cwd=project.ROOT, env=python_env.environment())
    except Failed as failure:
        return Outcome.check([f"{title}:\n{failure.output.strip()}"])
    return Outcome.check([])


def ruff_rules():
    return _tool("ruff", "ruff", "check", "--quiet", ".")


def ruff_format():
    hint = "ruff format (./dev format puts it right)"
    return _tool(hint, "ruff", "format", "--check", "--quiet", ".")


def pylint_odoo():
    options = ["--rcfile=pyproject.toml", f"--disable={','.join(NOT_OURS)}"]
    return _tool("pylint-odoo", "pylint", *options, *project.all_addons())


def files():
    """All text files of the checkout."""
    skipped = {".git", "__pycache__", "node_modules", ".ruff_cache", project.PREFIX.name}
    for folder, folders, names in os.walk(project.ROOT):
        folders[:] = sorted(name for name in folders if name not in skipped)
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in TEXT:
                yield path


def text_files():
    return Outcome.check([problem for path in files() for problem in _check_text(path)])


def _check_text(path):
    name = path.relative_to(project.ROOT)
    raw = path.read_bytes()
    # A sample of what others send says in its name how it is written.
    encoding = next((word for word in ("cp1252", "gb18030") if f".{word}." in path.name), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return [f"{name}: is not {encoding.upper()}"]
    problems = []
    if raw and not raw.endswith(b"\n"):
        problems.append(f"{name}: the last line has no end")
    if b"\r" in raw:
        problems.append(f"{name}: has line ends of another system")
    if CONFLICT.search(text):
        problems.append(f"{name}: has marks of a merge conflict")
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            problems.append(f"{name}:{number}: blanks at the end of the line")
        if "\t" in line:
            problems.append(f"{name}:{number}: a tab")
    if path.suffix == ".xml":
        problems += _check_xml(name, raw)
    return problems


def _check_xml(name, raw):
    parser = xml.parsers.expat.ParserCreate()
    problems = []

    def start(tag, _attributes):
        if tag == "tree":
            problems.append(f"{name}:{parser.CurrentLineNumber}: <tree> is called <list> now")

    parser.StartElementHandler = start
    try:
        parser.Parse(raw, True)
    except xml.parsers.expat.ExpatError as error:
        problems.append(f"{name}: {error}")
    return problems


def readmes():
    """Whether the pages of the add-ons say what the fragments in readme/ say."""
    told = python_env.run_inside("readme.py", "check", project.ROOT, *project.all_addons())
    return Outcome.check(told.splitlines())


def write_readmes():
    told = python_env.run_inside("readme.py", "write", project.ROOT, *project.all_addons())
    say(told.rstrip() or "The pages of the add-ons are up to date")


def shell_scripts():
    problems = []
    for name in ("dev", ".ci/run"):
        try:
            capture(["bash", "-n", project.ROOT / name])
        except Failed as failure:
            problems.append(failure.output.strip())
    return Outcome.check(problems)


def format_sources():
    """Put right what a program can put right."""
    for command in (["check", "--fix", "--quiet", "."], ["format", "."]):
        words = [python_env.PYTHON, "-m", "ruff", *command]
        told = capture(words, cwd=project.ROOT, env=python_env.environment(), check=False)
        say(told.rstrip() or f"ruff {command[0]}: nothing to say")
