"""What an operation costs: seconds, processor time, queries and memory of this process."""

import contextlib
import gc
import os
import time
from dataclasses import asdict, dataclass
from statistics import median

SCHED = "/proc/{}/schedstat"
STATUS = "/proc/self/status"
FORGET_PEAK = "/proc/self/clear_refs"


@dataclass
class Cost:
    """What one run of an operation took.

    :param seconds: by the clock on the wall
    :param python: processor seconds of this process and of the programs that it ran
    :param database: processor seconds of this connection's server process; 0 if unknown
    :param queries: statements sent to the database
    :param memory: bytes by which the process grew at its peak; None if not measured
    """

    seconds: float
    python: float
    database: float
    queries: int
    memory: int | None = None

    @property
    def processor(self):
        return self.python + self.database

    def as_dict(self):
        return {**asdict(self), "processor": self.processor}


def middle(costs):
    """The cost of which each figure is the median of the ``costs``."""
    peaks = [cost.memory for cost in costs if cost.memory is not None]
    return Cost(
        seconds=median(cost.seconds for cost in costs),
        python=median(cost.python for cost in costs),
        database=median(cost.database for cost in costs),
        queries=int(median(cost.queries for cost in costs)),
        memory=max(peaks, default=None),
    )


def measure(env, operation, *, memory=False):
    """Run ``operation()`` on cold ORM caches; return (its result, its Cost).

    What the ORM has not written yet when it returns is written within the measured time.
    """
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    server = _server_process(env)
    resident = _forget_peak() if memory else None
    queries = env.cr.sql_log_count
    database = _processor_of(server)
    python = _processor_of_python()
    begin = time.perf_counter()
    result = operation()
    env.flush_all()
    cost = Cost(
        seconds=time.perf_counter() - begin,
        python=_processor_of_python() - python,
        database=_processor_of(server) - database,
        queries=env.cr.sql_log_count - queries,
    )
    if resident is not None:
        cost.memory = max(_status("VmHWM") - resident, 0)
    return result, cost


@contextlib.contextmanager
def undone(env):
    """Take back what happens in the block, so that the next one starts from the same rows."""
    with env.cr.savepoint() as savepoint:
        yield
        env.flush_all()
        savepoint.rollback()
    env.invalidate_all(flush=False)


def _processor_of_python():
    """Processor seconds of this process and of its ended children (the PDF program)."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _processor_of(pid):
    """Processor seconds of a process; 0 where that cannot be read (a server elsewhere)."""
    try:
        with open(SCHED.format(pid), encoding="ascii") as file:
            return int(file.read().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _server_process(env):
    env.cr.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL")
    pid, is_local = env.cr.fetchone()
    return pid if is_local else None


def _forget_peak():
    """Let the peak begin anew; bytes in memory now, None where the kernel cannot say."""
    try:
        with open(FORGET_PEAK, "w", encoding="ascii") as file:
            file.write("5")
        return _status("VmRSS")
    except OSError:
        return None


def _status(name):
    with open(STATUS, encoding="ascii") as file:
        for line in file:
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    return 0
