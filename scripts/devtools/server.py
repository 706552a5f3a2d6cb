"""`./dev run`, `./dev stop` and `./dev shell`: the product with its demo company."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import odoo, postgres, project, python_env
from .console import Stop, note, say, step
from .process import alive, end

LOG = project.LOGS / "odoo.log"
MAIL = project.PREFIX / "mail"
FIRST_PORT = 8069


def run(port=None, interface="127.0.0.1", fresh=False):
    project.make_prefix()
    with project.lock("run", wait=False, busy="Another ./dev run is at work in this checkout."):
        _run(port, interface, fresh)


def _run(port, interface, fresh):
    # Before anything slow: a port that is taken is said at once.
    port = _choose_port(port, interface)
    setup = odoo.setup()
    names = project.addons()
    database = setup.server.name("demo")
    digest = project.digest(names, with_tests=False)
    state = project.read_state()
    current = not fresh and state.get("demo_digest") == digest and setup.server.exists(database)
    address = (port, interface)
    if current and _server_pid() and tuple(state.get("address", ())) == address:
        _greet(port)
        return
    _stop_server()
    if not current:
        _prepare(setup, names, database, fresh)
        project.remember(demo_digest=digest)
    mail_port = _start_mail()
    odoo.set_address(setup, database, port)
    _start(setup, database, port, interface, mail_port)
    project.remember(address=address, port=port)
    _greet(port)


def _greet(port):
    say()
    say(f"  Odoo with {project.MAIN_ADDON} runs at http://localhost:{port}")
    say("  User admin, password admin")
    say(f"  Log:    {LOG}")
    say(f"  Mail:   nothing leaves this machine; what Odoo sends is kept in {MAIL}")
    say("  Stop:   ./dev stop")


# --- the database ------------------------------------------------------------------------------


def _prepare(setup, names, database, fresh):
    installed = set()
    if not fresh and setup.server.exists(database):
        rows = setup.server.sql(
            "SELECT name FROM ir_module_module WHERE state = 'installed'", database=database
        )
        installed = {name for (name,) in rows}
    if installed:
        _update(setup, names, database, installed)
    else:
        _create(setup, names, database)


def _create(setup, names, database):
    template = odoo.template(setup, names, demo=True)
    draft = setup.server.name("demo_new")
    setup.server.clone(template, draft)
    with step(f"Installing {', '.join(names)} with the demo company"):
        _odoo(setup, draft, "-i", ",".join(names), "--with-demo")
    setup.server.rename(draft, database)
    odoo.forget_old_templates(setup)


def _update(setup, names, database, installed):
    old = [name for name in names if name in installed]
    new = [name for name in names if name not in installed]
    options = ["-u", ",".join(old)] if old else []
    options += ["-i", ",".join(new)] if new else []
    with step("Updating the demo company: the add-ons have changed"):
        _odoo(setup, database, *options)


def _odoo(setup, database, *options):
    log = project.LOGS / "install.log"
    options = ["-c", odoo.CONFIG, "-d", database, *options, "--stop-after-init", "--no-http"]
    code = setup.run(log, *options)
    text = log.read_text(encoding="utf-8", errors="replace")
    if code or " CRITICAL " in text or "inconsistent states" in text:
        tail = "\n".join(text.splitlines()[-15:])
        raise Stop(f"{tail}\nOdoo could not install the add-ons; the whole log is {log}.")


# --- processes ---------------------------------------------------------------------------------


def _ours(pid, mark):
    """The pid when that process is still the one we started: numbers are used again."""
    if not pid or not alive(pid):
        return None
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return pid
    return pid if mark in words else None


def _server_pid():
    return _ours(project.read_state().get("server_pid"), str(odoo.CONFIG))


def _mail_pid():
    return _ours(project.read_state().get("mail_pid"), str(MAIL))


def _choose_port(wanted, interface):
    state = project.read_state()
    if _server_pid() and wanted in (None, state.get("port")):
        return state["port"]
    port = wanted or state.get("port")
    if port and not project.port_is_free(port, interface):
        raise Stop(
            f"Port {port} is used by another program. End that one, or choose another port: "
            f"./dev run --port {port + 1}"
        )
    while not port:
        port = next(n for n in range(FIRST_PORT, 65000) if project.port_is_free(n, interface))
    return port


def _spawn(command, log, **kwargs):
    with open(log, "a", encoding="utf-8") as output:
        return subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=project.LOGS,
            start_new_session=True,
            **kwargs,
        )


def _start_mail():
    port = odoo.mail_port()
    if _mail_pid():
        return port
    if not project.port_is_free(port):
        port = project.free_port()
    command = [python_env.PYTHON, project.INSIDE / "mail_sink.py", port, MAIL]
    process = _spawn(command, project.LOGS / "mail.log", env=python_env.environment())
    project.remember(mail_pid=process.pid, mail_port=port)
    return port


def _start(setup, database, port, interface, mail_port):
    command = setup.command("-c", odoo.CONFIG, "-d", database, "--db-filter", f"^{database}$")
    command += ["--http-interface", interface, "--http-port", port, "--max-cron-threads", 1]
    command += ["--smtp-port", mail_port]
    with step("Starting Odoo"):
        process = _spawn(command, LOG, env=setup.environment())
        project.remember(server_pid=process.pid)
        limit = time.monotonic() + 180
        while not _answers(port):
            if process.poll() is not None:
                raise Stop(f"Odoo ended at once; it says why in {LOG}.")
            if time.monotonic() > limit:
                raise Stop(f"Odoo does not answer on port {port}; its log is {LOG}.")
            time.sleep(0.3)


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _stop_server():
    pid = _server_pid()
    if pid:
        with step("Stopping Odoo"):
            end(pid)
    project.remember(server_pid=None)


def stop():
    if not project.PREFIX.exists():
        note("Nothing runs: nothing was installed here yet")
        return
    _stop_server()
    if pid := _mail_pid():
        end(pid)
    project.remember(mail_pid=None)
    if postgres.is_private_and_running():
        with step("Stopping the private PostgreSQL server"):
            if not postgres.stop():
                note("PostgreSQL goes on: another ./dev uses it")


def release_database_server():
    """After a command that needed the database server: stop it when nobody else needs it."""
    if not _server_pid() and postgres.is_private_and_running():
        postgres.stop()


def shell(arguments):
    """Odoo's interactive shell on the demo company."""
    setup = odoo.setup()
    database = setup.server.name("demo")
    if not setup.server.exists(database):
        raise Stop("There is no demo company yet: start with ./dev run")
    command = setup.command("shell", "-c", odoo.CONFIG, "-d", database, "--no-http", *arguments)
    os.chdir(project.LOGS)
    os.execve(command[0], command, setup.environment())
