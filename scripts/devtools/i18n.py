"""The translation files: exported from a database, merged, and checked."""

from . import odoo, project, python_env
from .console import Stop, note, step
from .tasks import Outcome

# Languages of the whole add-on, and those in which customers are spoken to as well: these have the
# terms that ``scripts/inside/customer_terms.py`` finds.
LANGUAGES = ("zh_CN",)
CUSTOMER_LANGUAGES = ("de", "fr", "es")
# The add-ons that speak to people outside: to customers, or to suppliers.
SPEAKING = (project.MAIN_ADDON, "ar_collections_project", "ar_collections_purchase")


def template(addon):
    return project.ROOT / addon / "i18n" / f"{addon}.pot"


def translation(addon, language):
    return project.ROOT / addon / "i18n" / f"{language}.po"


def export(setup, database, addon):
    """The terms of the add-on as Odoo finds them, in a file of the prefix."""
    target, log = project.LOGS / f"{addon}.pot", project.LOGS / "export.log"
    target.unlink(missing_ok=True)
    setup.run(log, "i18n", "export", "-c", odoo.CONFIG, "-d", database, "-o", target, addon)
    if not target.exists():
        raise Stop(f"Odoo could not export the terms of {addon}; it says why in {log}.")
    return target


def _wanted(addon):
    """(language, further arguments of the scripts) of each translation that the add-on has."""
    yield from ((language, ()) for language in LANGUAGES)
    # The other bridges say nothing to customers.
    if addon in SPEAKING:
        yield from ((language, ("customers",)) for language in CUSTOMER_LANGUAGES)


def update(setup, database):
    """Write the templates and bring the translations up to date."""
    for addon in project.addons():
        with step(f"Exporting the terms of {addon}"):
            raw = export(setup, database, addon)
        template(addon).parent.mkdir(exist_ok=True)
        python_env.run_inside("po_update.py", "tidy", raw, template(addon))
        for language, only in _wanted(addon):
            target = translation(addon, language)
            told = python_env.run_inside(
                "po_update.py", "merge", template(addon), target, language, *only
            )
            note(f"{target.relative_to(project.ROOT)}: {told.strip()}")


def check_complete():
    """Every term of the template is translated, with the same placeholders."""
    outcome = Outcome()
    for addon in project.addons():
        pot = template(addon)
        for language, only in _wanted(addon):
            po = translation(addon, language)
            name = po.relative_to(project.ROOT)
            if not pot.exists() or not po.exists():
                outcome += Outcome.check([f"{name} or its template is missing: run ./dev pot"])
                continue
            lines = python_env.run_inside("po_check.py", pot, po, *only).splitlines()
            outcome += Outcome.check([f"{name}: {line}" for line in _few(lines)])
    return outcome


def check_current(setup, database):
    """The template has the terms that are in the source, no more and no less."""
    outcome = Outcome()
    for addon in project.addons():
        pot = template(addon)
        raw = export(setup, database, addon)
        lines = python_env.run_inside("po_update.py", "compare", raw, pot).splitlines()
        name = pot.relative_to(project.ROOT)
        outcome += Outcome.check([f"{name} (run ./dev pot): {line}" for line in _few(lines)])
    return outcome


def _few(lines, most=15):
    return lines if len(lines) <= most else [*lines[:most], f"and {len(lines) - most} more"]
