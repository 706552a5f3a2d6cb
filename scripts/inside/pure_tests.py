"""Run the tests in ar_collections*/tests/pure: no database, and none of the add-on's models.

The packages above `tests.pure` are stand-ins that only know their folder, so that importing
`odoo.addons.ar_collections.tools` does not run the add-on's own __init__.py. A pure module that
imports the models is thereby found out. The tests themselves run as Odoo's own runner runs them.
"""

import importlib
import json
import logging
import pkgutil
import sys
import types
from pathlib import Path

from odoo.tests.loader import get_module_test_cases
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite


def stand_in(name, folder):
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, package)


def import_again(name):
    """A room that cannot be imported fails; ``walk_packages`` would leave it out in silence."""
    importlib.import_module(name)


def test_cases(root, addon, wanted):
    folder = root / addon / "tests" / "pure"
    if not folder.is_dir():
        return
    name = f"odoo.addons.{addon}"
    stand_in(name, root / addon)
    stand_in(f"{name}.tests", folder.parent)
    stand_in(f"{name}.tests.pure", folder)
    found = pkgutil.walk_packages([str(folder)], f"{name}.tests.pure.", onerror=import_again)
    for info in sorted(found, key=lambda info: info.name):
        if info.name.rpartition(".")[2].startswith("test_"):
            module = importlib.import_module(info.name)
            for case in get_module_test_cases(module):
                if any(word in case.id() for word in wanted) or not wanted:
                    yield case


def main(root, addons, wanted):
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    result = OdooTestResult()
    OdooSuite([case for addon in addons for case in test_cases(root, addon, wanted)])(result)
    failed = result.failures_count + result.errors_count
    print(json.dumps({"run": result.testsRun, "failed": failed, "skipped": result.skipped}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3:])
