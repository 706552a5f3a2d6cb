"""What the person sees: one line per step, and a sentence when the work cannot go on."""

import contextlib
import threading
import time

_started = time.monotonic()
_lock = threading.Lock()


class Stop(Exception):
    """The work cannot go on. The message is a whole sentence that names the way out."""


def say(text=""):
    """Print a line at once; several tasks may speak at the same time."""
    with _lock:
        print(text, flush=True)


def note(text):
    """Print a line with the time elapsed since the command was started."""
    say(f"[{time.monotonic() - _started:5.0f} s] {text}")


def elapsed():
    return time.monotonic() - _started


@contextlib.contextmanager
def step(text):
    """Say what is being done while it is done, and how long it took when that was noticeable."""
    begin = time.monotonic()
    note(f"{text} ...")
    yield
    took = time.monotonic() - begin
    if took >= 2:
        note(f"{text}: done in {took:.0f} s")
