"""Packages of the operating system: looked for first, installed through apt-get when missing."""

import functools
import glob
import os
import shutil

from . import project
from .console import Stop, step
from .process import capture, download, is_root, succeeds, which

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def check_disk():
    free = shutil.disk_usage(project.PREFIX).free
    if free < project.NEEDED_BYTES and not (project.PREFIX / "venv").exists():
        raise Stop(
            f"Only {free // 1024**2} MB are free under {project.PREFIX}, and about "
            f"{project.NEEDED_BYTES // 1024**2} MB are needed. Name a larger place with AR_PREFIX."
        )


def as_root():
    """The words before a command that needs root, or None when there is no way to be root."""
    if is_root():
        return []
    return ["sudo", "-n"] if succeeds(["sudo", "-n", "true"]) else None


@functools.cache
def refresh_lists():
    """Let apt read its lists of packages, once per command."""
    prefix = as_root()
    if prefix is not None:
        download("The lists of packages", [*prefix, "apt-get", "-q", "update"])


def install(packages, purpose):
    names = " ".join(packages)
    if not which("apt-get"):
        raise Stop(f"{names} is needed for {purpose}. Install it: this machine has no apt-get.")
    prefix = as_root()
    if prefix is None:
        raise Stop(
            f"{names} is needed for {purpose}, and this user may not install it. "
            f"Ask for: apt-get install {names}"
        )
    with step(f"Installing {names} ({purpose})"):
        refresh_lists()
        download(
            f"The packages {names}",
            [
                *prefix,
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                "-y",
                "--no-install-recommends",
                "-o",
                "DPkg::Lock::Timeout=300",
                "install",
                *packages,
            ],
        )


def postgres_bin():
    """The folder of PostgreSQL's server programs, the newest version's, or None."""
    folders = [path.rpartition("/")[0] for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    found = sorted(folders, key=lambda folder: float(folder.split("/")[-2]))
    if found:
        return found[-1]
    initdb = which("initdb")
    return os.path.dirname(os.path.realpath(initdb)) if initdb else None


def need_postgres():
    if not postgres_bin():
        install(["postgresql"], "the database server")
    if not postgres_bin():
        raise Stop("PostgreSQL was installed, but its program initdb was not found.")


def need_browser():
    if not which(*BROWSERS):
        install(["chromium"], "the browser tests")


def need_fonts():
    """Chinese in PDFs and pictures needs a font that has it; everything else DejaVu has."""
    if not which("fc-list"):
        install(["fontconfig", "fonts-dejavu-core", "fonts-wqy-microhei"], "text in PDFs")
    elif not capture(["fc-list", ":lang=zh-cn"]).strip():
        install(["fonts-wqy-microhei"], "Chinese text in PDFs")
