"""Where everything is: the checkout, its add-ons, and the prefix that holds what was installed."""

import ast
import contextlib
import fcntl
import hashlib
import json
import os
import socket
from pathlib import Path

from .console import Stop, note

ROOT = Path(__file__).resolve().parents[2]
PREFIX = Path(os.environ.get("AR_PREFIX") or ROOT / ".odoo").expanduser().absolute()
INSIDE = ROOT / "scripts" / "inside"
MAIN_ADDON = "ar_collections"
# Add-ons of others that no Odoo has by itself: what depends on one is linted, and not installed.
OUTSIDE = {"queue_job"}

LOGS = PREFIX / "log"
DATA = PREFIX / "data"
STATE = PREFIX / "state.json"

# Odoo unpacked, its Python packages, a database with demo data and room to work.
NEEDED_BYTES = 4 * 1024**3


def make_prefix():
    try:
        for folder in (PREFIX, LOGS, DATA):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"The folder {PREFIX} cannot be written ({error.strerror}). "
            "Name another one with AR_PREFIX."
        ) from None


def identity():
    """A short name of this prefix, for things that live outside of it."""
    return hashlib.sha1(str(PREFIX).encode()).hexdigest()[:8]


# --- add-ons ---------------------------------------------------------------------------------


def all_addons():
    """The names of the project's add-ons, the main one first."""
    names = sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py"))
    if MAIN_ADDON not in names:
        raise Stop(f"There is no add-on {MAIN_ADDON} in {ROOT}: is this a whole checkout?")
    names.remove(MAIN_ADDON)
    return [MAIN_ADDON, *names]


def addons():
    """Those that Odoo alone lets install."""
    return [name for name in all_addons() if not OUTSIDE & set(manifest(name).get("depends", []))]


def manifest(addon):
    path = ROOT / addon / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise Stop(f"{path} cannot be read: {error}") from None


def dependencies(names):
    """What the add-ons need of Odoo's own, sorted."""
    wanted = {dependency for name in names for dependency in manifest(name).get("depends", [])}
    return sorted(wanted - set(addons()))


def digest(names, *, with_tests=True):
    """A hash of the add-ons' files: it changes when the database must be updated."""
    result = hashlib.sha1()
    for name in names:
        for path in sorted((ROOT / name).rglob("*")):
            inner = path.relative_to(ROOT / name)
            if "__pycache__" in inner.parts or not path.is_file():
                continue
            if not with_tests and inner.parts[0] == "tests":
                continue
            result.update(f"{name}/{inner}\0".encode())
            result.update(path.read_bytes())
    return result.hexdigest()[:16]


# --- what is remembered between two commands ---------------------------------------------------


def read_state():
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def remember(**values):
    """Keep the values in the prefix; None forgets one."""
    with lock("state", wait=True):
        state = {**read_state(), **values}
        state = {key: value for key, value in state.items() if value is not None}
        draft = STATE.with_suffix(".new")
        draft.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(STATE)


@contextlib.contextmanager
def lock(name, *, wait, busy=""):
    """Only one command at a time in this prefix; `busy` is the sentence for the second one."""
    with open(PREFIX / f"{name}.lock", "w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if not wait:
                raise Stop(busy) from None
            if busy:
                note(busy)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def share(name):
    """An open file that holds the lock together with others who share it, until it is closed or
    the process ends; a program that takes this one's place (`exec`) goes on holding it."""
    handle = open(PREFIX / f"{name}.lock", "w", encoding="utf-8")  # noqa: SIM115 (who asks closes it)
    fcntl.flock(handle, fcntl.LOCK_SH)
    os.set_inheritable(handle.fileno(), True)
    return handle


def locked(name):
    """Whether another command holds the lock, or shares it."""
    try:
        with lock(name, wait=False):
            return False
    except Stop:
        return True


# --- ports -----------------------------------------------------------------------------------


def port_is_free(port, interface="127.0.0.1"):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError:
            return False
    return True


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
