"""The databases: one with the add-on, and copies of it with a ledger of each size."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2

from . import session
from .ledger import generate

# Customers and their invoices.
SIZES = {"XS": (200, 2_000), "S": (2_000, 20_000), "M": (20_000, 200_000), "L": (50_000, 1_000_000)}
ADDON = "ar_collections"
# Beside the add-on what its bridges with screens of their own need; bridges install themselves.
MODULES = (ADDON, "sale_management", "sale_project", "purchase")
ROOT = Path(__file__).resolve().parents[2]
# What the benchmarks write to and take back leaves dead rows there.
WRITTEN = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "ar_dispatch",
    "ar_dunning_notice",
    "ar_dunning_notice_line",
    "ar_dunning_run_line",
    "ir_attachment",
    "mail_mail",
    "mail_message",
)


def prepare(rc, prefix, size, *, fresh=False):
    """The name of a database with the add-on as it is now and a ledger of the size.

    Made when it is missing or of another day; updated when the add-on's files have changed.
    """
    name = f"{prefix}_{size.lower()}"
    if fresh or _stamp(name) is None or _stamp(name)[0] != _day():
        base = _base(rc, prefix, fresh)
        drop(name)
        copy(base, name)
        print(f"Making a ledger of size {size} in {name}", flush=True)
        with connect(name) as connection:
            generate.fill(connection, *SIZES[size])
        _make_profiles(name)
        _keep_days(name)
        vacuum(name, generate.TABLES)
    elif _stamp(name)[1] != _digest():
        _odoo(rc, name, "-i", ",".join(MODULES), "-u", ADDON)
        _keep_days(name)
    _set_stamp(name)
    return name


def _base(rc, prefix, fresh):
    """The database that has the add-on and a chart of accounts, and no ledger."""
    name = f"{prefix}_base"
    if fresh or _stamp(name) is None:
        drop(name)
        print(f"Installing {' and '.join(MODULES)} in {name}", flush=True)
        _odoo(rc, name, "-i", ",".join(MODULES), "--without-demo")
        session.apart(_load_chart, name, timeout=600)
    elif _stamp(name)[1] != _digest():
        _odoo(rc, name, "-i", ",".join(MODULES), "-u", ADDON)
    _set_stamp(name)
    return name


def _odoo(rc, database, *words):
    """Let Odoo install or update; the log is shown when it fails."""
    command = [sys.executable, "-m", "odoo", "-c", str(rc), "-d", database, *words]
    command += ["--stop-after-init", "--no-http", "--log-level=warn", "--max-cron-threads=0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        sys.exit(f"Odoo could not prepare {database}:\n{done.stdout}{done.stderr}")


def _load_chart(database):
    with session.environment(database, commit=True) as env:
        if not env.company.chart_template:
            charts = env["account.chart.template"]
            charts.try_loading("generic_coa", env.company, install_demo=False)
        # A company that is being set up sends nothing.
        env.company._ar_go_live()


def _make_profiles(database):
    """The ledger was written past Odoo: the customers' accounts are made as at installation."""
    session.apart(_create_missing, database, timeout=600)


def _keep_days(database):
    """What the nights before would have kept for key figures."""
    session.apart(_cron_keep, database, timeout=1800)


def _cron_keep(database):
    with session.environment(database, commit=True) as env:
        # Written past Odoo, nobody has noted what was booked.
        env["ar.kpi.change"]._note_all()
        env["ar.kpi.day"]._cron_keep()


def _create_missing(database):
    with session.environment(database, commit=True) as env:
        env["ar.profile"]._create_missing()


def describe(database):
    """What the ledger holds, for the table's heading."""
    with connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COUNT(*), COUNT(DISTINCT line.partner_id),
                   (SELECT COUNT(*) FROM account_move WHERE move_type = 'out_invoice'),
                   pg_database_size(current_database())
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE account.account_type = 'asset_receivable'
               AND line.parent_state = 'posted'
               AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
            """
        )
        items, customers, invoices, size = cursor.fetchone()
    return {"items": items, "customers": customers, "invoices": invoices, "bytes": size}


# --- databases and their attachments -------------------------------------------------------------


def parameters(database):
    """How psycopg2 reaches a database, as Odoo is configured."""
    from odoo.tools import config

    wanted = {
        "host": config["db_host"],
        "port": config["db_port"],
        "user": config["db_user"],
        "password": config["db_password"],
    }
    return {"dbname": database, **{key: value for key, value in wanted.items() if value}}


def connect(database):
    return psycopg2.connect(**parameters(database))


def execute(statement, database="postgres"):
    """Run a statement that must stand outside of a transaction; its rows, if it has any."""
    import odoo.sql_db

    odoo.sql_db.close_all()
    connection = connect(database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def copy(source, name):
    execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if _attachments(source).exists():
        shutil.copytree(_attachments(source), _attachments(name), copy_function=os.link)


@contextlib.contextmanager
def own(database, *, wanted):
    """The name of a copy of the database, which is dropped at the end; its own where none is
    ``wanted``."""
    if not wanted:
        yield database
        return
    name = f"{database}_own"
    drop(name)
    copy(database, name)
    try:
        yield name
    finally:
        drop(name)


def drop(name):
    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_attachments(name), ignore_errors=True)


def vacuum(name, tables=WRITTEN):
    """Clean up after what was taken back, so that the next benchmark does not read over it."""
    execute(f"VACUUM (ANALYZE) {', '.join(tables)}", name)


def _attachments(name):
    from odoo.tools import config

    return Path(config["data_dir"]) / "filestore" / name


# --- what a database was made from ---------------------------------------------------------------


def _stamp(name):
    """(day, digest of the add-on) of a database, None if there is none."""
    rows = execute(
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    )
    return tuple((rows[0][0] or "none none").split()) if rows else None


def _set_stamp(name):
    execute(f"""COMMENT ON DATABASE "{name}" IS '{_day()} {_digest()}'""")


def _day():
    return generate.today().isoformat()


def _digest():
    """A hash of the add-on's files without its tests, and of what is installed beside it."""
    result = hashlib.sha1(",".join(MODULES).encode())
    for path in sorted((ROOT / ADDON).rglob("*")):
        inner = path.relative_to(ROOT / ADDON)
        if path.is_file() and inner.parts[0] != "tests" and "__pycache__" not in inner.parts:
            result.update(str(inner).encode() + path.read_bytes())
    return result.hexdigest()[:16]
