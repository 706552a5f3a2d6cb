"""Tests with real processes and real commits.

What must hold when a job is killed or runs twice cannot be proved with mocks, nor inside
the one transaction of a test. A :class:`ProcessCase` copies the database under test, starts
Python processes on the copy that load Odoo and commit, and drops the copy at the end.

    class TestOnce(ProcessCase):
        def test_two_at_once(self):
            self.run_code("env['res.partner'].create({'name': 'Alpha'})")
            both = [self.start_code("env['x']._cron_y()") for _ in range(2)]
            self.go(*both)
            [(count,)] = self.query("SELECT count(*) FROM x")
"""

import contextlib
import json
import logging
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psycopg2
from psycopg2 import errors, sql

from odoo import sql_db, tools
from odoo.tests import BaseCase, get_db_name, tagged

_logger = logging.getLogger(__name__)

# What a process needs to know of the configuration of this one.
OPTIONS = (
    "addons_path",
    "bin_path",
    "data_dir",
    "db_host",
    "db_password",
    "db_port",
    "db_sslmode",
    "db_template",
    "db_user",
)
TIMEOUT = 180

# Loads Odoo once. For each request, a line with a number of bytes that follow: a copy of this
# process, with three pipes of its own, says that it is there, waits for the word to start, runs the
# code, and commits. A line with "wait" and a process answers with its exit code.
NURSERY = """
import json, os, random, socket, sys, traceback
config, database, number = sys.argv[1:]
from odoo.tools import config as options
options.parse_config(["-c", config, "-d", database, "--no-http", "--log-level=warn"])
from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
Registry(database)
sql_db.close_all()

def run(source):
    results = []
    random.seed()
    with Registry(database).cursor() as cr:
        # Others may have committed since Odoo was loaded.
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        env.registry.check_signaling(cr)
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        print("READY", flush=True)
        sys.stdin.readline()
        exec(compile(source, "<test>", "exec"), {"env": env, "result": results.append})
        cr.commit()
    print("RESULT" + json.dumps(results), flush=True)

def begin(source, pipes):
    child = os.fork()
    if child:
        for pipe in pipes:
            os.close(pipe)
        return child
    code = 1
    try:
        asked.close()
        for place, pipe in enumerate(pipes):
            os.dup2(pipe, place)
            os.close(pipe)
        sys.stdin = open(0, closefd=False)
        run(source)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

asked = socket.socket(fileno=int(number))
while True:
    line, pipes, _flags, _address = socket.recv_fds(asked, 4096, 3)
    if not line:
        break
    request = json.loads(line)
    if "source" in request:
        with open(request["source"], encoding="utf-8") as file:
            answer = begin(file.read(), pipes)
    else:
        answer = os.waitstatus_to_exitcode(os.waitpid(request["wait"], 0)[1])
    asked.sendall(str(answer).encode())
"""


class Nursery:
    """A process that has loaded Odoo, and starts others, which need not load it again."""

    def __init__(self, command, environment, directory):
        self._directory = Path(directory)
        self._log = self._directory / "nursery.log"
        self._ask, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def begin(self, source):
        """Start a process that runs ``source``: an :class:`OdooProcess`."""
        (self._directory / "source.py").write_text(source, encoding="utf-8")
        stdin, to_stdin = os.pipe()
        from_stdout, stdout = os.pipe()
        words = tempfile.TemporaryFile("w+", dir=self._directory)  # noqa: SIM115 (kept)
        request = json.dumps({"source": str(self._directory / "source.py")}).encode()
        socket.send_fds(self._ask, [request], [stdin, stdout, words.fileno()])
        pid = self._hear()
        os.close(stdin)
        os.close(stdout)
        return OdooProcess(self, pid, to_stdin, from_stdout, words)

    def wait(self, pid):
        """The exit code of a process that has ended, or is ending."""
        self._ask.sendall(json.dumps({"wait": pid}).encode())
        return self._hear()

    def _hear(self):
        answer = self._ask.recv(100)
        if not answer:
            raise AssertionError(f"Odoo could not be loaded:\n{self._log.read_text()}")
        return int(answer)

    def close(self):
        """End it; what it started has ended."""
        self._ask.close()
        self._process.wait(TIMEOUT)


class OdooProcess:
    """A process that has loaded Odoo and waits for :meth:`go`."""

    def __init__(self, nursery, pid, stdin, stdout, words):
        self.pid = pid
        self._nursery, self._words = nursery, words
        self._stdin, self._stdout, self._said = stdin, stdout, b""

    def _read(self, until, seconds):
        """Read what it says up to some bytes, or to its end; whether they came."""
        end = seconds and time.monotonic() + seconds
        while until is None or until not in self._said:
            left = end and max(end - time.monotonic(), 0)
            if not select.select([self._stdout], [], [], left)[0]:
                self.kill()
                raise AssertionError(f"The process did not end in {seconds} seconds.")
            part = os.read(self._stdout, 65_536)
            if not part:
                return False
            self._said += part
        return True

    def wait_ready(self):
        """Wait until it has the database; fails with the process's own words if it has not."""
        if not self._read(b"READY\n", TIMEOUT):
            _code, words = self._end()
            raise AssertionError(f"The process did not start:\n{words}")

    def go(self):
        """Let the code run."""
        os.write(self._stdin, b"go\n")

    def finish(self, expected=0, seconds=TIMEOUT):
        """Wait for the end; returns what the code passed to ``result``.

        :param expected: the exit code; ``-signal.SIGKILL`` for a process that kills itself
        :param seconds: how long it may take; None: for ever
        """
        self._read(None, seconds)
        code, words = self._end()
        if code != expected:
            raise AssertionError(f"The process ended with {code}, not {expected}:\n{words}")
        for line in self._said.decode().splitlines():
            if line.startswith("RESULT"):
                return json.loads(line.removeprefix("RESULT"))
        return []

    def kill(self):
        """End it at once, whatever it does."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self._end()

    def _end(self):
        code = self._nursery.wait(self.pid)
        self.pid = None
        self._words.seek(0)
        words = self._words.read()
        self._words.close()
        os.close(self._stdin)
        os.close(self._stdout)
        return code, words


@tagged("post_install", "-at_install")
class ProcessCase(BaseCase):
    """A copy of the database under test, and processes that work on it."""

    database = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        source = get_db_name()
        cls.database = f"{source[:40]}_copy_{os.getpid()}"
        cls._directory = tempfile.mkdtemp(prefix="ar_processes_")
        cls.addClassCleanup(shutil.rmtree, cls._directory, ignore_errors=True)
        cls._config = cls._write_config()
        cls.addClassCleanup(cls._drop)
        cls._drop()
        cls._copy(source)
        cls._nursery = cls._open_nursery()

    # -- processes ---------------------------------------------------------------------

    @classmethod
    def start_code(cls, code):
        """A process that has loaded Odoo and waits to run ``code``.

        The code finds ``env`` (superuser) and ``result(value)``, which hands a value back.
        """
        process = cls._nursery.begin(textwrap.dedent(code))
        process.wait_ready()
        return process

    @classmethod
    def _open_nursery(cls):
        command = [sys.executable, "-c", NURSERY, str(cls._config), cls.database]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        nursery = Nursery(command, environment, cls._directory)
        cls.addClassCleanup(nursery.close)
        return nursery

    @classmethod
    def go(cls, *processes):
        """Let ``processes`` run at the same moment; returns their results."""
        for process in processes:
            process.go()
        return [process.finish() for process in processes]

    @classmethod
    def run_code(cls, code, expected=0, seconds=TIMEOUT):
        """Run ``code`` in a process of its own; returns what it passed to ``result``."""
        process = cls.start_code(code)
        process.go()
        return process.finish(expected, seconds)

    @classmethod
    def query(cls, statement, parameters=()):
        """Rows of an SQL ``statement`` on the copy, as committed by now."""
        with cls._connect(cls.database) as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    # -- the copy ----------------------------------------------------------------------

    @classmethod
    @contextlib.contextmanager
    def _connect(cls, database):
        _name, parameters = sql_db.connection_info_for(database)
        connection = psycopg2.connect(**parameters)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    @classmethod
    def _copy(cls, source):
        """Copy what is committed in ``source``, with its files."""
        sql_db.close_db(source)
        # `./dev test` names a database with the same in it that nobody is connected to.
        idle = os.environ.get("AR_TEST_TEMPLATE", source)
        names = {"copy": sql.Identifier(cls.database), "source": sql.Identifier(idle)}
        try:
            with cls._connect("postgres") as cursor:
                cursor.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {source}").format(**names))
        except errors.ObjectInUse:
            _logger.info("%s is in use: it is copied by dump and restore", source)
            cls._dump_and_restore(source)
        files = Path(tools.config.filestore(source))
        if files.is_dir():
            copy = tools.config.filestore(cls.database)
            shutil.copytree(files, copy, copy_function=os.link, dirs_exist_ok=True)

    @classmethod
    def _dump_and_restore(cls, source):
        with cls._connect("postgres") as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
                    sql.Identifier(cls.database)
                )
            )
        environment = tools.misc.exec_pg_environ()
        archive = Path(cls._directory, "dump")
        for command in (
            ["pg_dump", "--format=custom", "--compress=0", f"--file={archive}", source],
            ["pg_restore", "--no-owner", f"--dbname={cls.database}", str(archive)],
        ):
            command[0] = tools.misc.find_pg_tool(command[0])
            done = subprocess.run(
                command, check=False, env=environment, capture_output=True, text=True
            )
            if done.returncode:
                raise AssertionError(f"{source} could not be copied: {done.stderr}")

    @classmethod
    def _drop(cls):
        with cls._connect("postgres") as cursor:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    sql.Identifier(cls.database)
                )
            )
        shutil.rmtree(tools.config.filestore(cls.database), ignore_errors=True)

    @classmethod
    def _write_config(cls):
        path = Path(cls._directory, "odoo.conf")
        lines = ["[options]"]
        for name in OPTIONS:
            value = tools.config[name]
            if isinstance(value, (list, tuple)):
                value = ",".join(value)
            if value:
                lines.append(f"{name} = {value}")
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
