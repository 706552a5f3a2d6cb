"""Running the parts of the tests side by side, each when what it needs is done."""

import contextlib
import threading
import time
import traceback
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from .console import Stop, note, say
from .process import end_children


@dataclass
class Outcome:
    """What a part found. A check without tests of its own counts as one."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    details: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @classmethod
    def check(cls, details, **kwargs):
        """One check, which found the `details` wrong."""
        return cls(failed=1, details=details) if details else cls(passed=1, **kwargs)

    def __add__(self, other):
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.details + other.details,
            self.remarks + other.remarks,
        )


@dataclass
class Task:
    name: str
    work: object
    needs: tuple = ()
    # A step that only prepares others is not counted when it succeeds.
    took: float = 0.0


@contextlib.contextmanager
def ended_when_interrupted():
    """The pool waits for its threads: let them end at once."""
    try:
        yield
    except BaseException:
        end_children()
        raise


def run(tasks, jobs):
    """Run all tasks, `jobs` at a time, in their order; return {name: outcome}."""
    waiting, running, outcomes = list(tasks), {}, {}
    with ThreadPoolExecutor(jobs) as pool, ended_when_interrupted():
        while waiting or running:
            for task in list(waiting):
                if any(outcomes[n].failed for n in task.needs if n in outcomes):
                    waiting.remove(task)
                    outcomes[task.name] = Outcome(
                        failed=1, details=["not run, because an earlier part failed"]
                    )
                elif len(running) < jobs and all(n in outcomes for n in task.needs):
                    waiting.remove(task)
                    running[pool.submit(_work, task)] = task
            if running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    outcomes[running.pop(future).name] = future.result()
    return outcomes


_print = threading.Lock()


def _work(task):
    begin = time.monotonic()
    note(f"{task.name} ...")
    try:
        outcome = task.work()
    except Stop as stop:
        outcome = Outcome(failed=1, details=[str(stop)])
    except Exception:
        outcome = Outcome(failed=1, details=[traceback.format_exc()])
    task.took = time.monotonic() - begin
    with _print:
        counts = f"{outcome.passed} passed, {outcome.failed} failed"
        if outcome.skipped:
            counts += f", {outcome.skipped} skipped"
        note(f"{task.name}: {counts} in {task.took:.0f} s")
        for detail in outcome.details:
            say("    " + str(detail).replace("\n", "\n    "))
    return outcome
