"""Runs one benchmark: ours and its floor in turns, on the same rows."""

import cProfile
import io
import pstats

from . import session
from .case import REGISTRY
from .meter import measure, middle, undone

# In a large ledger each turn is long, and noise weighs less.
TURNS = {"L": 3}


def run(database, size, name):
    """Measure the benchmark ``name``; call it in a fork.

    :return: {'count', 'ours': cost, 'floor': cost or None, 'remark'}
    """
    with session.environment(database) as env, no_commit(env.cr) as real:
        case, state = _begin(env, size, name, real)
        return _take_turns(case, state)


def profile(database, size, name, lines=45):
    """The profile of ours, as text; call it in a fork."""
    with session.environment(database) as env, no_commit(env.cr) as real:
        case, state = _begin(env, size, name, real)
        env.invalidate_all()
        profiler = cProfile.Profile()
        profiler.runcall(lambda: (case.ours(state), env.flush_all()))
        text = io.StringIO()
        pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("cumulative").print_stats(lines)
        pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(15)
        return text.getvalue()


def _begin(env, size, name, real):
    """(case, what it has prepared), warm.

    :param real: the block that keeps commits back
    """
    case = REGISTRY[name](env, size)
    state = case.prepare()
    env.flush_all()
    if case.committed:
        real.commit()
        env.cr.execute("ANALYZE")
    with undone(env):
        case.warm(state)
    return case, state


def _take_turns(case, state):
    ours, floors, count = [], [], 0
    for turn in range(min(case.turns, TURNS.get(case.size, case.turns))):
        with undone(case.env):
            count, cost = measure(case.env, lambda: case.ours(state), memory=not turn)
            case.after_ours(state)
        ours.append(cost)
        if case.has_floor():
            with undone(case.env):
                case.before_floor(state)
                _, cost = measure(case.env, lambda: case.floor(state), memory=not turn)
            floors.append(cost)
    return {
        "count": count,
        "ours": middle(ours).as_dict(),
        "floor": middle(floors).as_dict() if floors else None,
        "remark": case.remark(state),
        "bytes": case.bytes,
    }


class no_commit:
    """Jobs commit their progress; here everything is taken back, so they only flush."""

    def __init__(self, cursor):
        self.cursor = cursor

    def __enter__(self):
        self.commit, self.rollback = self.cursor.commit, self.cursor.rollback
        self.cursor.commit = self.cursor.flush
        return self

    def __exit__(self, *_exception):
        self.cursor.commit = self.commit
