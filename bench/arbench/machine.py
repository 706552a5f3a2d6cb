"""What the figures were taken on."""

import os
import platform

from . import databases


def describe(database):
    """Processors, memory, versions and the server's settings that matter, as plain values."""
    from odoo.release import version

    names = ("server_version", "shared_buffers", "work_mem", "jit", "fsync")
    settings = {name: databases.execute(f"SHOW {name}", database)[0][0] for name in names}
    return {
        "processors": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "python": platform.python_version(),
        "odoo": version.split("+")[0].split("-")[0],
        "postgresql": settings.pop("server_version").split()[0],
        "settings": settings,
        "load": round(os.getloadavg()[0], 1),
    }
