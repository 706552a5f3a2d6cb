"""Odoo 19 itself: the one that ODOO_HOME names, or Debian's package unpacked into the prefix.

Debian's unstable release packages Odoo 19. Its dependencies are not those of the system here, so
it is not installed: an apt with sources and lists of its own fetches it, the signatures are
checked with Debian's keyring, and dpkg unpacks it into the prefix. The system stays as it was.
"""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import project, system
from .console import Stop, note, step
from .process import capture, download, which

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
STABLE = "bookworm"

# Debian replaced some of Odoo's files by links into these packages. Unstable's newer font
# packages no longer have all of the files, hence the two releases.
PACKAGES = {
    "sid": ("odoo-19", "fonts-montserrat", "fonts-ocr-b"),
    STABLE: (
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
        "fonts-font-awesome",
        "fonts-roboto-unhinted",
        "fonts-inconsolata",
    ),
}

# Left out by Debian, but named in mail's manifest: every page would log an error in the browser.
# Only blurred backgrounds of video calls need it.
MISSING = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class Odoo:
    """An Odoo: `python` is the folder for PYTHONPATH, `addons` the folders of its add-ons."""

    python: Path
    addons: tuple
    ours: bool

    @property
    def fingerprint(self):
        """Changes when another Odoo is used, so that template databases are built again."""
        odoo = self.python / "odoo"
        base, release = odoo / "addons" / "base" / "__manifest__.py", odoo / "release.py"
        mark = f"{self.python} {base.stat().st_mtime_ns}".encode()
        return hashlib.sha1(mark + release.read_bytes()).hexdigest()[:8]

    def has(self, addon):
        return any((path / addon / "__manifest__.py").exists() for path in self.addons)

    @property
    def lacks_file(self):
        """Whether the file that Debian leaves out must be replaced in the database."""
        return not any((path.parent / MISSING).exists() for path in self.addons)


def at(home, *, ours=False):
    """The Odoo in a checkout or an install prefix, or None."""
    home = Path(home)
    patterns = (".", "usr/lib/python3/dist-packages", "lib/python3/dist-packages")
    candidates = [home / pattern for pattern in patterns]
    candidates += sorted(home.glob("lib/python3*/site-packages"))
    for path in candidates:
        release = path / "odoo" / "release.py"
        if not release.exists():
            continue
        if not re.search(r"version_info = \(19, 0,", release.read_text(encoding="utf-8")):
            raise Stop(f"The Odoo in {path} is not version 19.0.")
        addons = tuple(
            folder
            for folder in (path / "addons", path / "odoo" / "addons")
            if (folder / "web" / "__manifest__.py").exists()
        )
        if not addons:
            raise Stop(f"The Odoo in {path} has no add-on web: it is not complete.")
        return Odoo(path, addons, ours)
    return None


def find():
    """The Odoo to use, fetched when there is none."""
    home = os.environ.get("ODOO_HOME")
    if home:
        odoo = at(Path(home).expanduser().absolute())
        if not odoo:
            raise Stop(
                f"ODOO_HOME is {home}, but there is neither a checkout nor an install of Odoo."
            )
        return odoo
    target = project.PREFIX / "odoo-19"
    if not (target / "complete").exists():
        with step("Fetching and unpacking Odoo 19 (1.2 GB on disk)"):
            _unpack(target)
    return at(target, ours=True)


def _unpack(target):
    if not (which("apt-get") and which("dpkg") and os.path.exists(KEYRING)):
        raise Stop(
            "Odoo 19 is fetched as a Debian package, and this machine is not Debian. "
            "Get Odoo 19 yourself and name its folder with ODOO_HOME."
        )
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    work = project.PREFIX / "apt"
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "debs"):
        (work / folder).mkdir(parents=True)
    mirror = _mirror()
    (work / "sources.list").write_text(
        "".join(f"deb [signed-by={KEYRING}] {mirror} {release} main\n" for release in PACKAGES),
        encoding="utf-8",
    )
    options = [
        f"Dir::Etc::sourcelist={work}/sources.list",
        "Dir::Etc::sourceparts=-",
        "Dir::Etc::preferencesparts=-",
        f"Dir::State::Lists={work}/lists",
        f"Dir::Cache={work}/cache",
        "APT::Get::List-Cleanup=0",
        # _apt, who else fetches for root, may not enter every prefix.
        "APT::Sandbox::User=root",
    ]
    apt = ["apt-get", "-q", *(word for option in options for word in ("-o", option))]
    download("The list of Debian's packages", [*apt, "update", "--error-on=any"])
    names = [f"{name}/{release}" for release, names in PACKAGES.items() for name in names]
    download("Odoo 19", [*apt, "download", *names], cwd=work / "debs")
    for package in sorted((work / "debs").glob("*.deb")):
        capture(["dpkg", "-x", package, target])
    _complete(target)
    shutil.rmtree(work)


def _mirror():
    """The address of Debian's mirror, as the system's own apt knows it."""
    if "AR_DEBIAN_MIRROR" in os.environ:
        return os.environ["AR_DEBIAN_MIRROR"]
    query = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    addresses = capture(query).split()
    if not addresses:
        # apt tells only of lists that it has.
        system.refresh_lists()
        addresses = capture(query).split()
    for address in addresses:
        if re.search(r"/debian/?$", address):
            return address
    raise Stop(
        "The mirror of Debian's packages is not known to apt here (apt-get update may help). "
        "Name it with AR_DEBIAN_MIRROR, or name an Odoo 19 of your own with ODOO_HOME."
    )


def _complete(target):
    odoo = at(target, ours=True)
    if not odoo:
        raise Stop("Debian's package odoo-19 was unpacked, but Odoo is not where it should be.")
    broken = [path for path in target.rglob("*") if path.is_symlink() and not path.exists()]
    for path in broken:
        note(f"Odoo's file {path.name} is missing in Debian's packages")
    missing = odoo.python / "odoo" / MISSING
    if not missing.exists():
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.write_text("", encoding="utf-8")
    (target / "complete").write_text("\n", encoding="utf-8")
