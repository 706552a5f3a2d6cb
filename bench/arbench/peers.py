"""What others offer, on a copy of the same database.

The add-ons are the OCA's, as published for this version of Odoo. They are AGPL-3: fetched and run
here, and nothing of them is part of this project. They run in a process of their own, which is
ended when it takes too long.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEELS = (
    "odoo-addon-account-credit-control",
    "odoo-addon-account-financial-report",
    "odoo-addon-date-range",
    "odoo-addon-report-xlsx",
)
MODULES = ("account_credit_control", "account_financial_report")
VERSIONS = ">=19.0.dev0,<19.1.dev0"
NAMES = {
    "aging_today": "OCA aged balance",
    "aging_past": "OCA aged balance",
    "proposal": "OCA credit control",
}
DAYS_AGO = 60
# Seconds: for the installation (it writes a column of each journal item), and for an operation.
LONGEST_INSTALL = 900
LONGEST = 300


def measure(rc, database, only=()):
    """Install the peers in a copy of ``database`` and run what they offer.

    :param only: names of benchmarks, none for all
    :return: {operation: {'name', 'count' and the figures of a Cost} or {'name', 'error'}}
    """
    from . import databases
    from .case import REGISTRY

    cases = [REGISTRY[name] for name in only] if only else REGISTRY.values()
    wanted = [case.peer for case in cases if case.peer]
    if not wanted:
        return {}
    name = f"{database}_peers"
    databases.drop(name)
    databases.copy(database, name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            if problem := _fetch(folder) or _install(rc, name, folder):
                return {peer: {"name": NAMES[peer], "error": problem} for peer in wanted}
            return {peer: _run(rc, name, folder, peer) for peer in wanted}
    finally:
        databases.drop(name)


def _fetch(folder):
    """Download and unpack the wheels; returns what went wrong, or None."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
    command += [f"{wheel}{VERSIONS}" for wheel in WHEELS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"not fetched ({done.stderr.strip().splitlines()[-1]})"
    for wheel in Path(folder).glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return None


def _worker(rc, database, folder, word, timeout):
    """Run this file's ``main`` in a process of its own; its last line of output."""
    command = [sys.executable, "-m", "arbench.peers", str(rc), database, folder, word]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            cwd=Path(__file__).parents[1],
        )
    except subprocess.TimeoutExpired:
        return {"error": f"> {timeout:.0f} s, stopped"}
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return {"error": f"failed ({done.stderr.strip().splitlines()[-1]})"}
    return json.loads(done.stdout.strip().splitlines()[-1])


def _install(rc, database, folder):
    return _worker(rc, database, folder, "install", LONGEST_INSTALL).get("error")


def _run(rc, database, folder, peer):
    found = _worker(rc, database, folder, peer, LONGEST)
    print(f"peer {peer}: {found}", flush=True)
    return {"name": NAMES[peer], **found}


# --- in the process of its own --------------------------------------------------------------------


def main():
    rc, database, folder, word = sys.argv[1:]
    from . import session

    session.boot(rc, addons=[Path(folder) / "odoo" / "addons"])
    if word == "install":
        from odoo.modules.registry import Registry

        Registry.new(database, update_module=True, install_modules=MODULES)
        found = {}
    else:
        with session.environment(database) as env:
            found = _timed(env, word)
    print(json.dumps(found))


def _timed(env, word):
    from .meter import measure

    prepare, work = OPERATIONS[word]
    state = prepare(env)
    count, cost = measure(env, lambda: work(env, state), memory=True)
    return {"count": count, **cost.as_dict()}


def _accounts(env):
    return env["account.account"].search([("account_type", "=", "asset_receivable")])


def _aged_balance(days_ago):
    """The rows of the report, without printing them."""

    def prepare(env):
        from datetime import timedelta

        day = env.company._ar_today() - timedelta(days=days_ago)
        wizard = env["aged.partner.balance.report.wizard"].create(
            {
                "date_at": day,
                "company_id": env.company.id,
                "account_ids": [(6, 0, _accounts(env).ids)],
                "target_move": "posted",
            }
        )
        # As it comes back from the browser.
        return {**wizard._prepare_report_data(), "date_at": day.isoformat()}

    def work(env, data):
        report = env["report.account_financial_report.aged_partner_balance"]
        values = report._get_report_values([data["wizard_id"]], data)
        return sum(len(account["partners"]) for account in values["aged_partner_balance"])

    return prepare, work


def _prepare_control(env):
    policy = env.ref("account_credit_control.credit_control_3_time")
    policy.account_ids = _accounts(env)
    env.company.credit_policy_id = policy
    return env["credit.control.run"].create(
        {"date": env.company._ar_today(), "policy_ids": [(6, 0, policy.ids)]}
    )


def _control(_env, run):
    run.generate_credit_lines()
    return len(run.line_ids)


OPERATIONS = {
    "aging_today": _aged_balance(0),
    "aging_past": _aged_balance(DAYS_AGO),
    "proposal": (_prepare_control, _control),
}

if __name__ == "__main__":
    main()
