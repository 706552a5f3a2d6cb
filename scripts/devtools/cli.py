"""The subcommands of ./dev."""

import argparse
import signal
import sys

from . import i18n, lint, odoo, process, project, python_env, server, testing
from .console import Stop, note, say

DESCRIPTION = """\
What a developer of ar_collections needs. The first call installs what is missing into .odoo/
(AR_PREFIX names another place); later ones start at once.

  ODOO_HOME            an Odoo 19 of yours: a checkout or an install; none is fetched then
  PGHOST, PGPORT, ...  a PostgreSQL server of yours; otherwise a private one is started
"""


def main():
    words = sys.argv[1:]
    if words[:1] == ["bench"]:
        # Its words are its own, those with dashes too.
        arguments = argparse.Namespace(run=lambda _: _bench(words[1:]))
    else:
        arguments = _parser().parse_args()
    # To be ended by another program is like Ctrl-C: what was started ends too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return arguments.run(arguments) or 0
    except Stop as stop:
        say()
        print(f"Stopped: {stop}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped: interrupted.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != 28:
            raise
        print("\nStopped: the disk is full.", file=sys.stderr)
        return 2
    finally:
        process.end_children()


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name, run, text):
        result = commands.add_parser(name, help=text, description=text)
        result.set_defaults(run=run)
        return result

    run = command("run", _run, "start Odoo with the demo company, and leave it running")
    run.add_argument("--port", type=int, help="the port of the web page (8069 when it is free)")
    run.add_argument("--interface", default="127.0.0.1", help="0.0.0.0 lets other machines in")
    run.add_argument("--fresh", action="store_true", help="begin again with a new demo company")
    command("stop", lambda _: server.stop(), "stop what ./dev run started")

    test = command("test", _test, "run the linters and all tests, or one part of them")
    test.add_argument("part", nargs="?", choices=testing.PARTS, help="only this part")
    test.add_argument(
        "words", nargs="*", help="for db: test tags of Odoo; for pure: parts of the tests' names"
    )
    test.add_argument("--jobs", type=int, help="how many parts at a time (2)")

    command("setup", lambda _: _setup(), "install what run and test need, and no more")
    command("format", lambda _: _format(), "let ruff put right what it can")
    command("pot", lambda _: _pot(), "bring the translation files up to date")
    command("readme", lambda _: _readme(), "make README.rst and the page of each add-on anew")
    shell = command("shell", lambda a: server.shell(a.rest), "Odoo's shell on the demo company")
    shell.add_argument("rest", nargs=argparse.REMAINDER)
    command("bench", None, "run the benchmarks: ./dev bench --help tells more")
    commands.add_parser("help", help="this text").set_defaults(run=lambda _: parser.print_help())
    return parser


def _run(arguments):
    server.run(arguments.port, arguments.interface, arguments.fresh)


def _test(arguments):
    return testing.run(arguments.part, arguments.words, arguments.jobs)


def _setup():
    odoo.setup(tests=True)
    server.release_database_server()
    note(f"Everything is installed in {project.PREFIX}")


def _format():
    project.make_prefix()
    python_env.need()
    lint.format_sources()


def _readme():
    project.make_prefix()
    python_env.need()
    lint.write_readmes()


def _pot():
    setup = odoo.setup()
    try:
        with project.lock("test", wait=True, busy="Waiting for ./dev test in this checkout"):
            i18n.update(setup, testing.prepared_database(setup))
    finally:
        server.release_database_server()


def _bench(arguments):
    """Run bench/run.py, with Odoo importable and its configuration in ODOO_RC."""
    script = project.ROOT / "bench" / "run.py"
    setup = odoo.setup()
    environment = setup.environment()
    environment["ODOO_RC"] = str(odoo.CONFIG)
    environment["AR_DATABASE_PREFIX"] = setup.server.name("bench")
    try:
        return process.supervise([python_env.PYTHON, script, *arguments], env=environment)
    finally:
        server.release_database_server()
