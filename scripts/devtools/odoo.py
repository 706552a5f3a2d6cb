"""Starting Odoo: its configuration, one-off runs, and the databases that serve as templates."""

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass

from . import odoo_source, pdf, postgres, project, python_env, system
from .console import Stop, note, step
from .process import supervise

CONFIG = project.PREFIX / "odoo.conf"
# Seconds; the machine of random users may be asked for an hour.
LONGEST_RUN = 2 * 3600


@dataclass(frozen=True)
class Setup:
    """All that is needed to run Odoo."""

    source: odoo_source.Odoo
    server: postgres.Server

    def command(self, *arguments):
        """The words that start Odoo; a subcommand such as `shell` comes first."""
        return [str(python_env.PYTHON), "-m", "odoo", *map(str, arguments)]

    def environment(self):
        return python_env.environment(PYTHONPATH=str(self.source.python))

    def run(self, log, *arguments, **kwargs):
        """Run Odoo until it ends, with all it says in the file `log`; return its exit code."""
        # Odoo is a namespace package: a folder `odoo` here would be taken for a part of it.
        return self.run_command(log, self.command(*arguments), cwd=project.LOGS, **kwargs)

    def run_command(self, log, command, **kwargs):
        """The same for another program that uses Odoo."""
        kwargs.setdefault("stdin", subprocess.DEVNULL)
        with open(log, "w", encoding="utf-8") as output:
            return supervise(
                command,
                timeout=LONGEST_RUN,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                **kwargs,
            )


def setup(*, tests=False):
    """Install what is missing; `tests` also needs a browser."""
    project.make_prefix()
    system.check_disk()
    with project.lock("setup", wait=True, busy="Waiting for another ./dev that installs"):
        python_env.need()
        source = odoo_source.find()
        server = postgres.get()
        system.need_fonts()
        bin_path = pdf.find()
        if tests:
            system.need_browser()
        _configure(source, server, bin_path)
    return Setup(source, server)


def setup_python():
    """What the linters and the tests without a database need: no server, no browser."""
    project.make_prefix()
    system.check_disk()
    with project.lock("setup", wait=True, busy="Waiting for another ./dev that installs"):
        python_env.need()
        odoo_source.find()


def mail_port():
    """The port of the mail server that keeps what Odoo sends; chosen once."""
    port = project.read_state().get("mail_port")
    if not port:
        port = project.free_port()
        project.remember(mail_port=port)
    return port


def _configure(source, server, bin_path):
    lines = {
        "addons_path": ",".join(map(str, [*source.addons, project.ROOT])),
        "data_dir": project.DATA,
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "bin_path": bin_path,
        "http_interface": "127.0.0.1",
        # Mail goes to ./dev run's own server, or nowhere when that is stopped.
        "smtp_server": "127.0.0.1",
        "smtp_port": mail_port(),
        "list_db": False,
        "workers": 0,
        "max_cron_threads": 0,
        "limit_time_real": 900,
    }
    if server.password:
        lines["db_password"] = server.password
    text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())
    handle = os.open(CONFIG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)


def set_address(setup, database, port):
    """Tell the database its address: for links in mails, and wkhtmltopdf fetches styles there."""
    statements = [
        f"INSERT INTO ir_config_parameter (key, value) VALUES ('{key}', 'http://{host}:{port}') "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        for key, host in (("web.base.url", "localhost"), ("report.url", "127.0.0.1"))
    ]
    setup.server.sql(*statements, database=database)


# --- template databases ------------------------------------------------------------------------


def template(setup, names, *, demo):
    """A database with everything that the add-ons depend on, made once per kind of Odoo."""
    depends = project.dependencies(names)
    key = hashlib.sha1(",".join([setup.source.fingerprint, *depends]).encode()).hexdigest()[:8]
    kind = "demo" if demo else "bare"
    name = setup.server.name(f"template_{kind}_{key}")
    with project.lock(f"template-{kind}-{key}", wait=True):
        if not setup.server.exists(name):
            _build_template(setup, name, depends, demo)
    project.remember(**{f"template {kind} {','.join(names)}": name})
    return name


def _build_template(setup, name, depends, demo):
    data = "with demo data" if demo else "without demo data"
    draft, log = f"{name}_new", project.LOGS / f"{name}.log"
    setup.server.drop(draft)
    with step(f"Building a template database {data} ({', '.join(depends)})"):
        options = ["-c", CONFIG, "-d", draft, "-i", ",".join(depends), "--stop-after-init"]
        options += ["--no-http", *(["--with-demo"] if demo else [])]
        if setup.run(log, *options):
            raise Stop(f"Odoo could not install {', '.join(depends)}; it says why in {log}.")
        if re.search(r"inconsistent states|Some modules are not loaded", log.read_text("utf-8")):
            raise Stop(f"Odoo could not install all of {', '.join(depends)}; see {log}.")
        if setup.source.lacks_file:
            _leave_out_missing_file(setup, draft)
        setup.server.rename(draft, name)


def _leave_out_missing_file(setup, database):
    """Without the file that Debian left out, every page would log an error in the browser."""
    path = odoo_source.MISSING.removeprefix("addons/")
    setup.server.sql(
        "INSERT INTO ir_asset (name, bundle, directive, path, sequence, active) "
        f"VALUES ('file missing in this Odoo', 'web.assets_backend', 'remove', '{path}', 99, true)",
        database=database,
    )


def forget_old_templates(setup):
    """Drop the template databases of former dependencies or of another Odoo."""
    state = project.read_state()
    used = {state[key] for key in state if key.startswith("template ")}
    start = setup.server.name("template_")
    old = [name for name in setup.server.databases() if name.startswith(start) and name not in used]
    if old:
        note(f"Dropping {len(old)} template database(s) no longer used")
        setup.server.drop(*old)
