"""What a person sees on the screens of the demo company, and what the log says meanwhile."""

import logging
from contextlib import contextmanager

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval, time

ROOT = "ar_collections.ar_collections_menu"


@contextmanager
def listening():
    """Gives a list that has the warnings and errors that are logged meanwhile."""
    heard = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(f"{record.name}: {record.getMessage()}")
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield heard
    finally:
        root.removeHandler(handler)


def list_entries(env):
    """The entries of our menu that open something, those of bridges apart, as superuser."""
    menus = env["ir.ui.menu"].sudo()
    leaves = menus.search([("id", "child_of", env.ref(ROOT).id)]).filtered("action")
    names = leaves.get_external_id()
    return leaves.filtered(lambda one: names[one.id].startswith("ar_collections."))


def count(action, env):
    """How many records or figures a screen shows to the user of ``env``; None for a form that
    asks what is wanted."""
    if action._name == "ir.actions.client":
        return COUNTERS[action.tag](env)
    known = {"uid": env.uid, "time": time, "active_id": False, "active_ids": []}
    known["allowed_company_ids"] = env.companies.ids
    model = env[action.res_model]
    if model._transient:
        return None
    model = model.with_context(**safe_eval(action.context or "{}", known))
    domain = Domain(safe_eval(action.domain or "[]", known))
    if "company_id" in model._fields:
        domain &= Domain("company_id", "in", (*env.companies.ids, False))
    return model.search_count(domain)


def _count_today(env):
    page = env["ar.today"].get_today("all")
    tiles = [tile["number"] for section in page["sections"] for tile in section["tiles"]]
    return min(sum(map(bool, tiles)), len(page["aging"]), len(page["overdue"]))


def _count_figures(env):
    page = env["ar.kpi"].get_dashboard()
    trend = env["ar.kpi"].get_trend()["values"]
    # Deliveries and the sending of invoices are of other add-ons: nothing is told of them.
    drawn = sum(any(one is not None for one in values) for values in trend.values())
    groups = env["ar.kpi"].get_groups(page["date_from"], page["date_to"])["rows"]
    return min(sum(bool(card["value"]) for card in page["cards"]), drawn, len(groups))


def _count_forecast(env):
    page = env["ar.forecast"].get_page()
    return min(
        sum(week["expected"] > 0 for week in page["weeks"]),
        sum(bool(week["planned"]) for week in page["weeks"]),
        page["opening"] > 0,
    )


def _count_effects(env):
    page = env["ar.effect"].get_page()
    period = page["date_from"], page["date_to"]
    drawn = env["ar.effect"].get_holdout(*period)
    sides = [row[side]["notices"] for row in drawn for side in ("reached", "held_out")]
    return min(len(page["rows"]), *sides)


def _count_aging(env):
    return len(env["ar.aging.report"].get_aging()["rows"])


#: {tag of a client action: how many of what it is about are there at least}
COUNTERS = {
    "ar_today": _count_today,
    "ar_kpi_dashboard": _count_figures,
    "ar_forecast": _count_forecast,
    "ar_effects": _count_effects,
    "ar_aging_report": _count_aging,
}
