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
import shutil
import subprocess
import sys
import tempfile
import textwrap
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

# Loads Odoo, says so, waits for the word to start, runs the code, and commits.
BOOT = """
import json, sys
config, database, source = sys.argv[1:]
from odoo.tools import config as options
options.parse_config(["-c", config, "-d", database, "--no-http", "--log-level=warn"])
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
results = []
with Registry(database).cursor() as cr:
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    print("READY", flush=True)
    sys.stdin.readline()
    exec(compile(source, "<test>", "exec"), {"env": env, "result": results.append})
    cr.commit()
print("RESULT" + json.dumps(results), flush=True)
"""


class OdooProcess:
    """A process that has loaded Odoo and waits for :meth:`go`."""

    def __init__(self, command, environment):
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def wait_ready(self):
        """Wait until Odoo is loaded; fails with the process's own words if it is not."""
        for line in self._process.stdout:
            if line.strip() == "READY":
                return
        _out, words = self._process.communicate(timeout=TIMEOUT)
        raise AssertionError(f"The process did not start:\n{words}")

    def go(self):
        """Let the code run."""
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def finish(self, expected=0, seconds=TIMEOUT):
        """Wait for the end; returns what the code passed to ``result``.

        :param expected: the exit code; ``-signal.SIGKILL`` for a process that kills itself
        :param seconds: how long it may take; None: for ever
        """
        try:
            out, words = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        if self._process.returncode != expected:
            raise AssertionError(
                f"The process ended with {self._process.returncode}, not {expected}:\n{words}"
            )
        for line in out.splitlines():
            if line.startswith("RESULT"):
                return json.loads(line.removeprefix("RESULT"))
        return []

    def kill(self):
        self._process.kill()
        self._process.communicate()


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

    # -- processes ---------------------------------------------------------------------

    @classmethod
    def start_code(cls, code):
        """A process that has loaded Odoo and waits to run ``code``.

        The code finds ``env`` (superuser) and ``result(value)``, which hands a value back.
        """
        command = [
            sys.executable,
            "-c",
            BOOT,
            str(cls._config),
            cls.database,
            textwrap.dedent(code),
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = OdooProcess(command, environment)
        process.wait_ready()
        return process

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
        names = {"copy": sql.Identifier(cls.database), "source": sql.Identifier(source)}
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
