"""Each screen of the menu: what the browser asks for when somebody opens it.

A menu item that is new has its case by itself: the items are read from the files of the add-on and
of its bridges.
"""

import json
from pathlib import Path

from lxml import etree

from ..case import Aim, Case

ROOT = Path(__file__).resolve().parents[3]
PAGE = 80
GROUPS = 80
COUNT = 10_001


def find_menus():
    """[(name, xml id of the action)] of the menu items of the add-ons, in the order of files; of
    several items with one action the first."""
    found = {}
    for folder in sorted(ROOT.glob("ar_collections*/views")):
        for path in sorted(folder.rglob("*.xml")):
            for node in etree.parse(path).iter("menuitem"):
                if action := node.get("action"):
                    full = action if "." in action else f"{folder.parent.name}.{action}"
                    found.setdefault(full, node.get("id"))
    return [(name, action) for action, name in found.items()]


class Screen(Case):
    """The first page, as somebody of the accountants' managers gets it."""

    action = None
    table = "screens"
    aims = (Aim("seconds", 1.0),)
    turns = 3
    unit = "row"

    def prepare(self):
        """The user's own environment, and what his browser keeps: the views."""
        user = self.env.ref("base.user_admin")
        self.user_env = self.env(user=user, su=False)
        action = self.user_env["ir.actions.actions"]._for_xml_id(self.action)
        context = self._evaluate(action.get("context") or "{}")
        self.open = self.user_env(context={**self.user_env.context, **context})
        self.bytes = 0
        if action.get("tag") == "ar_forecast":
            # As the night keeps it.
            self.open["ar.forecast"].get_page()
        return action

    def _evaluate(self, text):
        from odoo.tools.safe_eval import safe_eval, time

        if not isinstance(text, str):
            return text
        known = {"uid": self.user_env.uid, "active_id": False, "active_ids": [], "time": time}
        known["allowed_company_ids"] = self.company.ids
        return safe_eval(text, {**known, "context_today": lambda: self.today})

    def ours(self, action):
        if action["type"] == "ir.actions.act_window":
            answers, count = self._open_window(action)
        elif action["type"] == "ir.actions.client":
            answers, count = self._open_report(action)
        else:
            answers = self.open["ir.actions.server"].browse(action["id"]).run()
            count = 1
        self.bytes = len(json.dumps(answers, default=str))
        return count

    def _open_window(self, action):
        model = self.open[action["res_model"]]
        kind = action["views"][0][1]
        asked = [(view_id, kind) for view_id, kind in action["views"]]
        search = action["search_view_id"]
        # A chosen view comes with its name.
        search = search[0] if isinstance(search, (list, tuple)) else search
        views = model.get_views([*asked, (search, "search")])["views"]
        if kind not in ("list", "kanban"):
            return self._open_other(model, kind, views), 1
        domain = self._evaluate(action["domain"] or "[]")
        more, groups = self._get_filters(views["search"]["arch"])
        arch = etree.fromstring(views[kind]["arch"])
        specification = self._specify(model, arch)
        order = self._get_order(model, arch)
        if groups:
            sums = [f"{node.get('name')}:sum" for node in arch.findall("field[@sum]")]
            found = model.web_read_group(
                [*domain, *more], groups[:1], [*sums, "__count"], limit=GROUPS
            )
            return found, len(found["groups"])
        found = model.web_search_read(
            [*domain, *more], specification, limit=PAGE, order=order, count_limit=COUNT
        )
        return found, len(found["records"])

    def _open_other(self, model, kind, views):
        """A form makes a new record, a graph or pivot reads groups."""
        if kind != "form":
            measures = etree.fromstring(views[kind]["arch"]).findall("field")
            rows = [
                ":".join(filter(None, (node.get("name"), node.get("interval"))))
                for node in measures
                if node.get("type") != "measure"
            ]
            sums = [f"{n.get('name')}:sum" for n in measures if n.get("type") == "measure"]
            return model.formatted_read_group([], rows[:2], [*sums, "__count"])
        arch = etree.fromstring(views[kind]["arch"])
        specification = self._specify(model, arch)
        return model.onchange({}, [], specification)

    def _open_report(self, action):
        """What a page of its own asks for first. A tag that is not known is an error: else a screen
        would be told to cost what another one does."""
        return getattr(self, f"_open_{action['tag']}")()

    def _open_ar_aging_report(self):
        report = self.open["ar.aging.report"]
        return [report.get_choices(), report.get_aging(), report.get_tie_out()], 1

    def _open_ar_effects(self):
        """The comparison, which is there first; the case ``effects`` has the rest."""
        page = self.open["ar.effect"].get_page()
        return page, len(page["rows"])

    def _open_ar_forecast(self):
        return self.open["ar.forecast"].get_page(), 1

    def _open_ar_today(self):
        return self.open["ar.today"].get_today("all"), 1

    def _open_ar_kpi_dashboard(self):
        """The cards, which are there first; the case ``kpi_page`` has the rest."""
        page = self.open["ar.kpi"].get_dashboard()
        return page, len(page["cards"])

    def _get_filters(self, arch):
        """The domains and groupings of the filters that the action switches on. Filters between
        two separators are alternatives."""
        from odoo.fields import Domain

        parts, groups = [[]], []
        for node in etree.fromstring(arch).iter("filter", "separator"):
            if node.tag == "separator":
                parts.append([])
            elif self.open.context.get(f"search_default_{node.get('name')}"):
                if domain := self._evaluate(node.get("domain") or "[]"):
                    parts[-1].append(Domain(domain))
                if group := self._evaluate(node.get("context") or "{}").get("group_by"):
                    groups.append(group)
        return list(Domain.AND(Domain.OR(part) for part in parts if part)), groups

    def _get_order(self, model, arch):
        return arch.get("default_order") or model._order

    def _specify(self, model, arch):
        """What the browser asks of the fields in a view; hidden columns are asked, too."""
        specification = {}
        for node in arch.iter("field"):
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            field = model._fields[node.get("name")]
            found = {}
            if field.type in ("many2one", "many2many"):
                found = {"fields": {"display_name": {}}}
            specification[field.name] = found
        return specification


def _make(menu, action):
    title = f"Menu: {menu.removeprefix('ar_').replace('_menu', '').replace('_', ' ')}"
    names = {"name": f"screen_{menu.removeprefix('ar_')}", "title": title, "action": action}
    return type(f"Screen{menu}", (Screen,), names)


SCREENS = [_make(*found) for found in find_menus()]
