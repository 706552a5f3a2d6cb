"""`./dev test`: linters, tests without a database, tests by Odoo's own runner, demo life cycle."""

import json
import os
import re
import threading
from functools import partial

from . import (
    durations,
    i18n,
    lint,
    odoo,
    odoo_log,
    project,
    python_env,
    server,
    tasks,
    test_files,
)
from .console import Stop, elapsed, note, say
from .process import Failed
from .tasks import Outcome, Task

PARTS = ("lint", "pure", "db", "pytest", "demo", "odoolint", "i18n")
# What runs by pytest, too, when nothing is named: enough to see that any Odoo developer can do it.
PYTEST_ROOMS = ("pure/credit", "customer")
SHARDS_OF_A_WORKER = 3
ODOO_LINTERS = (
    "TestLintOverrideSignatures",
    "TestNaming",
    "ManifestLinter",
    "TestIndex",
    "RoutesLinter",
)


def run(part=None, words=(), jobs=None):
    """Run the tests, or one part of them; return the exit code."""
    jobs = jobs or min(2, os.cpu_count() or 1)
    if part in ("lint", "pure"):
        odoo.setup_python()
        plan = [_without_database(words)[part]]
        return _summary(plan, tasks.run(plan, 1))
    project.make_prefix()
    busy = "Waiting for another ./dev test in this checkout"
    with project.lock("test", wait=True, busy=busy):
        setup = odoo.setup(tests=True)
        try:
            plan = _plan(setup, part, list(words), jobs)
            outcomes = tasks.run(plan, jobs)
            _clean_up(setup)
        finally:
            server.release_database_server()
    return _summary(plan, outcomes)


def _without_database(words):
    return {
        "lint": Task("Linters", lint.run),
        "pure": Task("Tests without database", partial(pure, words)),
    }


def _plan(setup, part, words, jobs):
    """The tasks in the order of their urgency."""
    work = _Work(setup)
    simple = _without_database(words)
    install = [
        Task("Template database", work.template),
        Task("Installation", work.install, ("Template database",)),
    ]
    translations = [
        Task("Translations complete", i18n.check_complete),
        Task("Translations current", work.translations, ("Installation",)),
    ]
    demo = [
        Task("Template database with demo data", work.demo_template),
        Task("Demo data, update, uninstallation", work.demo, ("Template database with demo data",)),
    ]
    odoolint = [Task("Odoo's linters", work.odoo_lint, ("Installation",))]
    by_pytest = [Task("Tests by pytest", partial(work.pytest, words), ("Installation",))]
    bundles = Task("Bundles for the browser", work.bundles, ("Installation",))
    if part == "db" and words:
        return install + _shard_tasks(work, [words], "Installation")
    if part == "db":
        return [*install, bundles, *_shard_tasks(work, _shards(jobs), bundles.name)]
    if part:
        return {
            "demo": demo,
            "pytest": install + by_pytest,
            "odoolint": install + odoolint,
            "i18n": install + translations,
        }[part]
    shards = _shard_tasks(work, _shards(jobs), bundles.name)
    first = [install[0], simple["lint"], simple["pure"], install[1], bundles]
    return [*first, *demo, *shards, *translations, *odoolint, *by_pytest]


def _shards(jobs):
    """More of them than workers: who is done early takes another one."""
    return test_files.shards(jobs if jobs == 1 else SHARDS_OF_A_WORKER * jobs)


def _shard_tasks(work, shards, needed):
    return [
        Task(
            f"Database tests {number} of {len(shards)}",
            partial(work.tests, number, tags),
            (needed,),
        )
        for number, tags in enumerate(shards, 1)
    ]


def _summary(plan, outcomes):
    total = sum(outcomes.values(), Outcome())
    say()
    say("Summary")
    width = max(len(task.name) for task in plan)
    for task in plan:
        outcome = outcomes[task.name]
        say(
            f"  {task.name:{width}}  {outcome.passed:5} passed {outcome.failed:4} failed "
            f"{outcome.skipped:4} skipped {task.took:6.0f} s"
        )
        for remark in outcome.remarks:
            say(f"      {remark}")
    say(f"  {elapsed():.0f} s in all; Odoo's logs are in {project.LOGS}")
    if not total.passed and not total.failed:
        say("  No test ran, which counts as a failure.")
        total.failed = 1
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    say(f"{total.passed} passed, {total.failed} failed{skipped}")
    return 1 if total.failed else 0


# --- tests without a database --------------------------------------------------------------------


def pure(words):
    source = odoo.odoo_source.find()
    environment = python_env.environment(PYTHONPATH=str(source.python))
    names = ",".join(project.addons())
    try:
        output = python_env.run_inside(
            "pure_tests.py", project.ROOT, names, *words, env=environment, cwd=project.LOGS
        )
    except Failed as failure:
        return Outcome(failed=1, details=[failure.output])
    *told, last = output.strip().splitlines()
    result = json.loads(last)
    failed = result["failed"]
    if told and not failed:
        # A warning that was logged, or something printed.
        failed = 1
    passed = max(0, result["run"] - result["failed"] - result["skipped"])
    return Outcome(passed, failed, result["skipped"], ["\n".join(told)] if failed else [])


# --- tests with a database -----------------------------------------------------------------------


class _Work:
    """The tasks that need Odoo and databases."""

    def __init__(self, setup):
        self.setup = setup
        self.names = project.addons()
        self.digest = project.digest(self.names, with_tests=False)
        self.base = None
        self.demo_base = None
        self.installed = setup.server.name("test_installed")
        # PostgreSQL copies a database only while nobody is connected to it.
        self.cloning = threading.Lock()

    def odoo(self, name, database, *options, http=False):
        """Run Odoo on a database and read its log; with `http` for tests that need its pages."""
        log = project.LOGS / f"{name}.log"
        words = ["-c", odoo.CONFIG, "-d", database, *options, "--stop-after-init"]
        if http:
            port = project.free_port()
            odoo.set_address(self.setup, database, port)
            words += ["--http-port", port, "--screenshots", project.LOGS / "pictures"]
        else:
            words += ["--no-http"]
        code = self.setup.run(log, *words)
        return code, odoo_log.read(log), log

    def shell(self, name, database, script):
        """Run one of scripts/inside in Odoo's shell."""
        log = project.LOGS / f"{name}.log"
        words = ["shell", "-c", odoo.CONFIG, "-d", database, "--no-http"]
        with open(project.INSIDE / script, encoding="utf-8") as source:
            code = self.setup.run(log, *words, stdin=source)
        return code, odoo_log.read(log), log

    def template(self):
        self.base = odoo.template(self.setup, self.names, demo=False)
        return Outcome()

    def demo_template(self):
        self.demo_base = odoo.template(self.setup, [project.MAIN_ADDON], demo=True)
        return Outcome()

    def install(self):
        """All our add-ons in a database, from which each worker gets a copy."""
        # Tests with real processes copy it, too: nobody is connected to it then.
        os.environ["AR_TEST_TEMPLATE"] = self.installed
        key = f"{self.base} {self.digest} with a company and its warehouse"
        known = project.read_state().get("test_installed") == key
        if known and self.setup.server.exists(self.installed):
            return Outcome(passed=1, remarks=["as before: no add-on has changed"])
        project.remember(test_installed=None, test_bundles=None)
        self.setup.server.clone(self.base, self.installed)
        code, report, log = self.odoo("install", self.installed, "-i", ",".join(self.names))
        outcome = _quiet(code, report, log)
        outcome += self._all_installed(self.installed, self.names, log)
        outcome += _quiet(*self.shell("company", self.installed, "make_company.py"))
        if not outcome.failed:
            project.remember(test_installed=key)
        return outcome

    def bundles(self):
        """Build what browsers load, once: every worker with a browser test would do it again."""
        key = f"{self.base} {self.digest}"
        if project.read_state().get("test_bundles") == key:
            return Outcome()
        with self.cloning:
            code, report, log = self.shell("bundles", self.installed, "build_bundles.py")
        outcome = _quiet(code, report, log)
        if not outcome.failed:
            project.remember(test_bundles=key)
        return outcome

    def _all_installed(self, database, names, log):
        rows = self.setup.server.sql("SELECT name, state FROM ir_module_module", database=database)
        states = dict(rows)
        wrong = [
            f"{name} is {states.get(name)}, see {log}"
            for name in names
            if states.get(name) != "installed"
        ]
        return Outcome.check(wrong)

    def translations(self):
        with self.cloning:
            return i18n.check_current(self.setup, self.installed)

    def copy(self, purpose):
        """A copy of the database with our add-ons."""
        database = self.setup.server.name(f"test_{purpose}")
        with self.cloning:
            self.setup.server.clone(self.installed, database)
        return database

    def tests(self, number, tags):
        """Run the tests with these tags by Odoo's own runner, on a copy of the database."""
        database = self.copy(number)
        name = f"tests-{number}"
        with durations.Clock(project.LOGS / f"{name}.log") as clock:
            words = ("--test-tags", ",".join(tags))
            code, report, log = self.odoo(name, database, *words, http=True)
        outcome = _tested(code, report, log)
        outcome.remarks += clock.slowest()
        self.setup.server.drop(database)
        if all(tag.endswith(".py") for tag in tags):
            outcome += test_files.check_all_ran(tags, report)
        return outcome

    def pytest(self, words):
        """Run tests by pytest and pytest-odoo, on a copy of the database.

        :param words: arguments of pytest; else the rooms of ``PYTEST_ROOMS``
        """
        folder = project.ROOT / project.MAIN_ADDON / "tests"
        words = words or [folder / room for room in PYTEST_ROOMS]
        log = project.LOGS / "pytest.log"
        command = [
            *(python_env.PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            f"--rootdir={project.ROOT}",
            f"--config-file={project.ROOT / 'pyproject.toml'}",
            f"--odoo-config={odoo.CONFIG}",
            f"--odoo-database={self.copy('pytest')}",
            *words,
        ]
        code = self.setup.run_command(log, command, cwd=project.ROOT)
        text = log.read_text(encoding="utf-8", errors="replace")
        told = re.findall(r"(\d+) (passed|failed|error)", text[-2000:])
        counts = {what: int(number) for number, what in told}
        failed = counts.get("failed", 0) + counts.get("error", 0)
        details = [] if not code else [f"{text[-3000:]}\npytest ended with code {code}, see {log}"]
        return Outcome(counts.get("passed", 0), failed or int(bool(code)), 0, details)

    def odoo_lint(self):
        """Odoo's own checks of style; faults of Odoo's own add-ons are not ours."""
        if not self.setup.source.has("test_lint"):
            return Outcome(skipped=1, remarks=["this Odoo comes without test_lint"])
        database = self.copy("lint")
        tags = ",".join(f"/test_lint:{name}" for name in ODOO_LINTERS)
        _code, report, log = self.odoo(
            "odoolint", database, "-i", "test_lint", "--test-tags", tags, http=True
        )
        if not report.closed or report.run < len(ODOO_LINTERS):
            return Outcome(
                failed=1, details=[f"only {report.run} of Odoo's linters ran, see {log}"]
            )
        ours = [
            event.short() for event in report.failures + report.problems if self._is_ours(event)
        ]
        return Outcome(max(0, report.run - len(ours)), len(ours), 0, ours)

    def _is_ours(self, event):
        text = "\n".join(line for line in event.lines if not line.startswith('  File "'))
        return bool(re.search(rf"\b({'|'.join(self.names)})\b|\bar\.\w|\bar_\w", text))

    def demo(self):
        """Install the main add-on alone with demo data, in Chinese too; update; uninstall."""
        database = self.setup.server.name("test_demo")
        name = project.MAIN_ADDON
        self.setup.server.clone(self.demo_base, database)
        outcome = Outcome()
        for title, *options in (
            ("demo-install", "-i", name, "--with-demo", "--skip-auto-install"),
            ("demo-update", "-u", name, "--load-language", ",".join(i18n.LANGUAGES)),
        ):
            outcome += _quiet(*self.odoo(title, database, *options))
            outcome += self._all_installed(database, [name], title)
            if outcome.failed:
                return outcome
        return outcome + self._uninstall(database)

    def _uninstall(self, database):
        code, report, log = self.shell("demo-uninstall", database, "uninstall.py")
        outcome = _quiet(code, report, log)
        lines = log.read_text(encoding="utf-8").splitlines()
        left = [line for line in lines if line.startswith("LEFT BEHIND")]
        if "UNINSTALLED" not in lines:
            left.append(f"the add-on could not be uninstalled, see {log}")
        return outcome + Outcome.check(left)


def _quiet(code, report, log):
    """Odoo ended well and logged nothing that is not expected."""
    events = report.failures + report.problems
    details = [event.short() for event in events]
    if code and not details:
        details.append(f"Odoo ended with code {code}, see {log}")
    return Outcome.check(details)


def _tested(code, report, log):
    details = [event.short(120) for event in report.failures + report.problems]
    failed = report.failed + len(report.problems)
    if not report.closed:
        details.append(f"Odoo ended before its tests did, see {log}")
        failed += 1
    elif not report.run:
        details.append(f"no test has these tags, see {log}")
        failed += 1
    elif code and not failed:
        details.append(f"Odoo ended with code {code}, see {log}")
        failed += 1
    return Outcome(report.passed, failed, report.skipped, details, report.skips)


# --- afterwards ---------------------------------------------------------------------------------


def _clean_up(setup):
    """The databases of the workers are of no use afterwards, nor are outdated templates."""
    odoo.forget_old_templates(setup)
    keep = setup.server.name("test_installed")
    start = setup.server.name("test_")
    setup.server.drop(
        *(name for name in setup.server.databases() if name.startswith(start) and name != keep)
    )


def prepared_database(setup):
    """A database with all our add-ons, for ./dev pot."""
    work = _Work(setup)
    for part in (work.template, work.install):
        outcome = part()
        if outcome.failed:
            raise Stop("\n".join(map(str, outcome.details)))
    note("The add-ons are installed in a test database")
    return work.installed
