"""Odoo in this process, and a process of its own for each benchmark.

A benchmark runs in a fork: it starts from a loaded registry, its memory is its own, nothing that
it caches helps the next one, and one that takes too long can be ended.
"""

import contextlib
import gc
import multiprocessing
import os
import traceback

FORK = multiprocessing.get_context("fork")


class TooLong(Exception):
    """The operation was ended because it took longer than it may."""


class Failed(Exception):
    """The operation raised; the message is its traceback."""


def boot(rc, *, addons=()):
    """Configure Odoo from its configuration file.

    :param addons: folders of more add-ons
    """
    from odoo.tools import config

    words = ["-c", str(rc), "--no-http", "--log-level=warn", "--max-cron-threads=0"]
    config.parse_config(words, setup_logging=True)
    config["addons_path"] = list(dict.fromkeys([*config["addons_path"], *map(str, addons)]))
    import odoo.modules.module

    odoo.modules.module.initialize_sys_path()


@contextlib.contextmanager
def environment(database, *, commit=False):
    """An environment of the superuser in the company that owns the ledger."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        # Workers of a parallel plan could not be counted, and share the processors with us.
        cr.execute("SET max_parallel_workers_per_gather = 0")
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US", "tz": "UTC"})
        company = env["account.journal"].search([("type", "=", "sale")], order="id").company_id[:1]
        context = {"allowed_company_ids": company.ids, "lang": "en_US", "tz": "UTC"}
        yield api.Environment(cr, SUPERUSER_ID, context)
        if commit:
            cr.commit()
        else:
            cr.rollback()


def load(database):
    """Load the registry, so that forks have it."""
    from odoo.modules.registry import Registry

    Registry(database)


def apart(work, *arguments, timeout):
    """Run ``work(*arguments)`` in a fork and return what it returns (plain values).

    :raise TooLong: after ``timeout`` seconds
    :raise Failed: with the traceback of what it raised
    """
    import odoo.sql_db

    # A connection must not be shared by two processes.
    odoo.sql_db.close_all()
    here, there = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_work, args=(there, work, arguments))
    child.start()
    there.close()
    try:
        if not here.poll(timeout):
            raise TooLong
        kind, value = here.recv()
    except EOFError:
        raise Failed("the process ended without a word: not enough memory?") from None
    finally:
        if child.is_alive() and not here.closed:
            child.join(0.5)
        child.kill()
        child.join()
    if kind == "error":
        raise Failed(value)
    return value


def _work(pipe, work, arguments):
    # What the fork inherits is nobody's garbage: it is neither searched nor copied.
    gc.freeze()
    try:
        pipe.send(("result", work(*arguments)))
    except BaseException:
        pipe.send(("error", traceback.format_exc()))
    pipe.close()
    # No exit handlers: they belong to the process that was forked.
    os._exit(0)
