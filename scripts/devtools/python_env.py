"""The virtual environment with Odoo's Python packages and the linters."""

import hashlib
import os
import shutil
import sys

from . import project
from .console import step
from .process import capture, download

VENV = project.PREFIX / "venv"
PYTHON = VENV / "bin" / "python"
PIP_OPTIONS = ["--disable-pip-version-check", "--no-input"]
REQUIREMENTS = [
    project.ROOT / "scripts" / "requirements-odoo.txt",
    project.ROOT / "scripts" / "requirements-dev.txt",
]


def need():
    wanted = hashlib.sha1(f"{VENV} {sys.version}".encode())
    for path in REQUIREMENTS:
        wanted.update(path.read_bytes())
    mark = VENV / "complete"
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted.hexdigest():
        return
    with step("Installing Odoo's Python packages and the linters"):
        if not PYTHON.exists() or not mark.exists():
            shutil.rmtree(VENV, ignore_errors=True)
            capture([sys.executable, "-m", "venv", VENV])
        command = [PYTHON, "-m", "pip", "install", "-q", *PIP_OPTIONS]
        for path in REQUIREMENTS:
            command += ["-r", path]
        download("A Python package", command)
        mark.write_text(wanted.hexdigest(), encoding="utf-8")


def environment(**extra):
    """The environment of our child processes: what the person set for other Odoos is left out."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PG", "ODOO_")) and key not in ("PYTHONPATH", "PYTHONHOME")
    }
    kept.update(PYTHONUNBUFFERED="1", **extra)
    return kept


def run_inside(script, *arguments, **kwargs):
    """Run one of scripts/inside with the environment's Python; return what it printed."""
    kwargs.setdefault("env", environment())
    return capture([PYTHON, project.INSIDE / script, *arguments], **kwargs)
