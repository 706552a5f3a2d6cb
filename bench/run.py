#!/usr/bin/env python3
"""Measures ar_collections on ledgers of three sizes; bench/README.md tells how and what for.

./dev bench S                     with the environment of ./dev
python bench/run.py --rc odoo.conf S M L --write
python bench/run.py --rc odoo.conf M --only proposal mails
python bench/run.py --rc odoo.conf S --profile mails
"""

import argparse
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from arbench import databases, machine, peers, report, session  # noqa: E402

# Seconds that an operation of ours, its floor and their preparation may take together.
LONGEST = 3600


def main():
    arguments = _parse()
    session.boot(arguments.rc)
    from arbench import cases  # noqa: F401  they name Odoo's modules
    from arbench.case import REGISTRY

    unknown = sorted(set(arguments.only + arguments.profile) - set(REGISTRY))
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(unknown)}. There are {', '.join(REGISTRY)}.")
    results = _read(arguments.results)
    for size in arguments.sizes:
        database = databases.prepare(arguments.rc, arguments.prefix, size, fresh=arguments.fresh)
        for name in arguments.profile:
            print(_profile(database, size, name))
        if not arguments.profile:
            _measure(arguments, database, size, results)
    if not arguments.profile:
        _tell(arguments, results)


def _parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help="XS, S, M or L; S if none")
    parser.add_argument("--rc", default=os.environ.get("ODOO_RC"), help="Odoo's configuration file")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these benchmarks")
    parser.add_argument("--profile", nargs="+", default=[], metavar="NAME", help="show profiles")
    parser.add_argument("--peers", action="store_true", help="also run what others offer")
    parser.add_argument("--only-peers", action="store_true", help="run nothing else")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    parser.add_argument("--results", type=Path, help="file that keeps the figures between runs")
    parser.add_argument("--prefix", default=os.environ.get("AR_DATABASE_PREFIX", "ar_bench"))
    arguments = parser.parse_args()
    arguments.sizes = arguments.sizes or ["S"]
    if wrong := set(arguments.sizes) - set(databases.SIZES):
        parser.error(f"unknown size {', '.join(sorted(wrong))}: there are XS, S, M and L")
    if not arguments.rc:
        parser.error("name Odoo's configuration with --rc, or use ./dev bench")
    arguments.rc = Path(arguments.rc).resolve()
    arguments.results = arguments.results or HERE / "results.json"
    return arguments


def _measure(arguments, database, size, results):
    """Run the benchmarks on one database; keep each figure as soon as it is there."""
    from arbench import runner
    from arbench.case import REGISTRY

    of_size = results.setdefault(size, {"cases": {}, "peers": {}})
    of_size["machine"] = machine.describe(database)
    of_size["ledger"] = databases.describe(database)
    for name in REGISTRY:
        if arguments.only_peers or (arguments.only and name not in arguments.only):
            continue
        print(f"{size} {name} ...", end=" ", flush=True)
        try:
            with databases.own(database, wanted=REGISTRY[name].committed) as used:
                session.load(used)
                found = session.apart(runner.run, used, size, name, timeout=LONGEST)
        except session.TooLong:
            found = {"error": f"ended after {LONGEST} s"}
        except session.Failed as failure:
            found = {"error": str(failure).strip().splitlines()[-1]}
            print(failure, file=sys.stderr)
        of_size["cases"][name] = found
        print(report.in_short(name, found, size), flush=True)
        databases.vacuum(database)
        _keep(arguments.results, results)
    if arguments.peers or arguments.only_peers:
        of_size["peers"] = peers.measure(arguments.rc, database, only=arguments.only)
        _keep(arguments.results, results)


def _profile(database, size, name):
    from arbench import runner
    from arbench.case import REGISTRY

    with databases.own(database, wanted=REGISTRY[name].committed) as used:
        session.load(used)
        return session.apart(runner.profile, used, size, name, timeout=LONGEST)


def _tell(arguments, results):
    text = report.tables(results)
    print(text)
    if arguments.write:
        report.write(HERE / "README.md", text)


def _read(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _keep(path, results):
    path.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
