"""Running other programs."""

import os
import shutil
import signal
import subprocess
import threading
import time

from .console import Stop, note


class Failed(Exception):
    """A program ended with an error; `output` is what it printed."""

    def __init__(self, command, code, output):
        super().__init__(f"{command[0]} ended with code {code}")
        self.output = output


def capture(command, *, check=True, **kwargs):
    """Run a program and return all it printed; raise Failed when it fails."""
    kwargs.setdefault("stdin", subprocess.DEVNULL if "input" not in kwargs else None)
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **kwargs,
        )
    except FileNotFoundError:
        raise Stop(f"The program {command[0]} is not installed.") from None
    if check and done.returncode:
        raise Failed(command, done.returncode, done.stdout)
    return done.stdout


def succeeds(command, **kwargs):
    try:
        capture(command, **kwargs)
    except (Failed, Stop):
        return False
    return True


# What the package tools print when there is no way to the outside.
_NETWORK = (
    "Temporary failure resolving",
    "Could not resolve",
    "Could not connect",
    "Failed to fetch",
    "Failed to establish a new connection",
    "Name or service not known",
    "Network is unreachable",
    "Connection timed out",
    "Connection refused",
    "Unable to connect",
    "No matching distribution found",
)


def explain(output):
    """The likely cause of a failed installation step, as a sentence."""
    if "No space left on device" in output:
        return "The disk is full."
    if any(sign in output for sign in _NETWORK):
        return "The package server could not be reached: is there a network?"
    if "Permission denied" in output or "are you root" in output:
        return "The rights of this user do not suffice."
    return ""


def download(what, command, *, tries=4, **kwargs):
    """Run a downloading program, again after a pause when it fails; Stop when it keeps failing."""
    for attempt in range(1, tries + 1):
        try:
            return capture(command, **kwargs)
        except Failed as failure:
            reason = explain(failure.output)
            if attempt == tries or reason.startswith("The disk"):
                tail = "\n".join(failure.output.strip().splitlines()[-8:])
                raise Stop(f"{what} could not be fetched. {reason}\n{tail}") from None
            note(f"{what}: attempt {attempt} of {tries} failed, trying again")
            time.sleep(3 * attempt)
    return ""


_children = set()
_interrupted = threading.Event()


def supervise(command, *, timeout=None, **kwargs):
    """Run a long program; it ends with us, or after `timeout` seconds. Return its exit code."""
    if _interrupted.is_set():
        raise Stop("Interrupted.")
    child = subprocess.Popen(list(map(str, command)), **kwargs)
    _children.add(child)
    try:
        return child.wait(timeout)
    except subprocess.TimeoutExpired:
        note(f"{command[0]} takes longer than {timeout} s: ended")
        return -1
    finally:
        if child.poll() is None:
            end(child.pid)
        _children.discard(child)


def end_children():
    """When we are interrupted, what we started must not go on, and nothing new may start."""
    _interrupted.set()
    for child in list(_children):
        if child.poll() is None:
            end(child.pid, timeout=10)


def is_root():
    return os.geteuid() == 0


def alive(pid):
    """Whether the process still runs (a zombie does not)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        pass
    if os.path.isdir("/proc/self"):
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def end(pid, timeout=20):
    """Ask the process to end; insist after a while."""
    for sign, patience in ((signal.SIGTERM, timeout), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, sign)
        except OSError:
            return
        limit = time.monotonic() + patience
        while time.monotonic() < limit:
            if not alive(pid):
                return
            time.sleep(0.1)


def which(*names):
    """The path of the first of the programs that is installed, or None."""
    return next((path for path in map(shutil.which, names) if path), None)
