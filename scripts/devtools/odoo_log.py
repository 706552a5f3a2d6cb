"""Reading Odoo's log: what the tests did, and every warning or error that is not expected."""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<text>.*)$"
)
CLOSING = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")
STARTING = re.compile(r"Starting (\w+)\.(\w+) \.\.\.")
FAILURE = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>\w+(?:\.\w+)?)")

# What Odoo 19 says of itself on the machines that this runs on: the logger and the exact beginning
# of the line. Nothing that our add-ons can cause may stand here.
EXPECTED = ()


@dataclass
class Event:
    level: str
    logger: str
    lines: list

    @property
    def text(self):
        return "\n".join(self.lines)

    @property
    def is_problem(self):
        if self.level not in ("WARNING", "ERROR", "CRITICAL"):
            return False
        if CLOSING.search(self.lines[0]):
            return False
        return not any(
            self.logger == logger and self.lines[0].startswith(beginning)
            for logger, beginning in EXPECTED
        )

    @property
    def is_test_failure(self):
        return self.level == "ERROR" and bool(FAILURE.match(self.lines[0]))

    def short(self, most=40):
        """The event as printed, its middle left out when it is long."""
        lines = self.lines
        if len(lines) > most:
            lines = [*lines[: most // 2], "    [...]", *lines[-most // 2 :]]
        return "\n".join([f"{self.level} {self.logger}: {lines[0]}", *lines[1:]])


@dataclass
class Report:
    run: int = 0
    failed: int = 0
    skipped: int = 0
    closed: bool = False
    classes: set = field(default_factory=set)
    failures: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    skips: list = field(default_factory=list)

    @property
    def passed(self):
        """How many tests passed: several subtests of one test may fail, or its whole class."""
        failed = {FAILURE.match(event.lines[0])["test"] for event in self.failures}
        failed = {name for name in failed if "." in name}
        return max(0, self.run - len(failed) - self.skipped)

    def broke_in_setup(self, class_name):
        return any(
            "setUpClass" in event.lines[0] and f".{class_name})" in event.lines[0]
            for event in self.failures
        )


def events(path):
    current = None
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            line = line.rstrip("\n")
            match = LINE.match(line)
            if match:
                if current:
                    yield current
                current = Event(match["level"], match["logger"], [match["text"]])
            elif current:
                current.lines.append(line)
    if current:
        yield current


def read(path):
    """What the log of one run of Odoo tells."""
    report = Report()
    for event in events(path):
        first = event.lines[0]
        if match := CLOSING.search(first):
            report.closed = True
            report.failed = int(match[1]) + int(match[2])
            report.run = int(match[3])
        elif match := STARTING.match(first):
            report.classes.add((event.logger, match[1]))
        elif first.startswith("skipped "):
            report.skipped += 1
            report.skips.append(first)
        elif event.is_problem:
            (report.failures if event.is_test_failure else report.problems).append(event)
    return report
