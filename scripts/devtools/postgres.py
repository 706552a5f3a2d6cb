"""The database server: the one that PGHOST and its kin name, or a private one in the prefix.

The private server listens on a Unix socket only, in a folder that only its owner may enter. It
does not wait for the disk (fsync is off): what it holds can be made again.
"""

import contextlib
import getpass
import json
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import project, python_env, system
from .console import Stop, step
from .process import Failed, capture, is_root, succeeds

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
port = {port}
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_locks_per_transaction = 256
# Shared memory is small in containers, and Odoo's queries are short.
max_parallel_workers_per_gather = 0
jit = off
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
autovacuum_naptime = 30s
# Rows that a test takes back look like waste. A table that is cleaned of them in the middle of a
# test counts as empty from then on, and what joins it takes minutes. Analyzing goes on.
autovacuum_vacuum_threshold = 10000000
autovacuum_vacuum_insert_threshold = -1
log_min_messages = fatal
"""

# The longest path of a Unix socket that Linux takes, less the socket's own name.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


# Shared by the commands that use the private server: who ends last stops it.
USED = "database-used"
# What this command holds of it.
_claims = []


class SqlError(Exception):
    pass


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str
    password: str
    # What the names of our databases start with: only a shared server needs a name of the checkout.
    prefix: str

    def sql(self, *statements, database="postgres"):
        """Run the statements; return the rows of the last one."""
        connect = {"host": self.host, "port": self.port, "user": self.user, "dbname": database}
        if self.password:
            connect["password"] = self.password
        job = json.dumps({"connect": connect, "statements": statements})
        try:
            return json.loads(python_env.run_inside("sql.py", input=job) or "[]")
        except Failed as failure:
            raise SqlError(failure.output.strip()) from None

    # --- databases: each with its folder of attachments ---------------------------------------

    def name(self, purpose):
        return f"{self.prefix}_{purpose}"

    def databases(self):
        rows = self.sql("SELECT datname FROM pg_database")
        return {name for (name,) in rows if name.startswith(f"{self.prefix}_")}

    def exists(self, name):
        return name in self.databases()

    def drop(self, *names):
        if names:
            self.sql(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))
        for name in names:
            shutil.rmtree(_filestore(name), ignore_errors=True)

    def clone(self, source, target):
        self.drop(target)
        self.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if _filestore(source).exists():
            # Odoo never changes an attachment's file, so both may share it.
            shutil.copytree(_filestore(source), _filestore(target), copy_function=_link)

    def rename(self, source, target):
        self.drop(target)
        self.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        if _filestore(source).exists():
            _filestore(source).replace(_filestore(target))


def _filestore(name):
    return project.DATA / "filestore" / name


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


# --- which server ------------------------------------------------------------------------------


def get():
    """The server, started when it is ours and does not run."""
    if any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER")):
        return _named()
    system.need_postgres()
    with project.lock("postgres", wait=True):
        server = Server(str(_socket()), 5432, "odoo", "", "ar")
        if not _claims:
            _claims.append(project.share(USED))
        if not _running():
            _start()
    return server


def _named():
    server = Server(
        os.environ.get("PGHOST", "/var/run/postgresql"),
        int(os.environ.get("PGPORT") or 5432),
        os.environ.get("PGUSER") or getpass.getuser(),
        os.environ.get("PGPASSWORD", ""),
        f"ar_{project.identity()}",
    )
    if server.user == "postgres":
        raise Stop("Odoo refuses the database user postgres: name another one with PGUSER.")
    try:
        rows = server.sql(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )
    except SqlError as error:
        raise Stop(
            f"The database server named by PGHOST, PGPORT and PGUSER does not answer: {error}"
        ) from None
    if not rows[0][0]:
        raise Stop(f"The database user {server.user} may not create databases: it needs CREATEDB.")
    return server


# --- the private server ------------------------------------------------------------------------


def _owner():
    """PostgreSQL refuses to run as root: who runs it instead."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Stop("PostgreSQL does not run as root, and there is no user postgres to run it.")


def _as_owner(command):
    owner = _owner()
    return ["runuser", "-u", owner.pw_name, "--", *command] if owner else command


def _place():
    """The folder of the server: in the prefix, unless its owner cannot reach that."""
    inside = project.PREFIX / "pg"
    owner = _owner()
    if owner is None or succeeds(_as_owner(["test", "-x", str(project.PREFIX)])):
        return inside
    return Path("/var/tmp") / f"ar_collections-{project.identity()}"


def _data():
    return _place() / "data"


def _socket():
    place = _place() / "socket"
    if len(str(place)) <= LONGEST_SOCKET_FOLDER:
        return place
    return Path("/tmp") / f"ar_collections-{project.identity()}"


def _own_folder(path):
    """Make a folder that only the server's owner may enter; refuse somebody else's."""
    path.mkdir(mode=0o700, exist_ok=True)
    owner = _owner()
    allowed = {0, owner.pw_uid} if owner else {os.geteuid()}
    if path.is_symlink() or path.stat().st_uid not in allowed:
        raise Stop(f"The folder {path} belongs to somebody else: remove it.")
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    path.chmod(0o700)


def _pg(program, *arguments):
    return [f"{system.postgres_bin()}/{program}", *map(str, arguments)]


def _running():
    data = _data()
    return data.exists() and succeeds(_as_owner(_pg("pg_ctl", "-D", data, "status")), cwd="/")


def _create():
    data = _data()
    with step("Creating a private PostgreSQL server"):
        draft = data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        options = ("-U", "odoo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        try:
            capture(_as_owner(_pg("initdb", "-D", draft, *options)), cwd="/")
        except Failed as failure:
            raise Stop(f"PostgreSQL could not create its data folder:\n{failure.output}") from None
        draft.rename(data)


def _start():
    place, socket = _place(), _socket()
    for folder in (place, socket):
        _own_folder(folder)
    if not _data().exists():
        _create()
    settings = _data() / "postgresql.auto.conf"
    settings.write_text(SETTINGS.format(socket=socket, port=5432), encoding="utf-8")
    with step("Starting the private PostgreSQL server"):
        # The server inherits our output: it must not be a pipe that somebody waits for.
        done = subprocess.run(
            _as_owner(_pg("pg_ctl", "-D", _data(), "-l", place / "log", "-w", "-t", 60, "start")),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    if done.returncode:
        raise Stop(f"The private PostgreSQL server does not start; it says why in {place / 'log'}.")


def is_private_and_running():
    if any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER")):
        return False
    return bool(system.postgres_bin()) and project.PREFIX.exists() and _running()


def stop():
    """Stop the private server; return False when it goes on because another command uses it."""
    with project.lock("postgres", wait=True):
        while _claims:
            _claims.pop().close()
        if project.locked(USED):
            return False
        if _running():
            capture(_as_owner(_pg("pg_ctl", "-D", _data(), "-m", "fast", "-w", "stop")), cwd="/")
    return True
