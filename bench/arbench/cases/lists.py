"""The open-item list: its first page, and its items by customer."""

from lxml import etree

from ..case import Aim, Case
from ..sql import read

PAGE = 80


class ListCase(Case):
    aims = (Aim("seconds", 1.0),)
    turns = 5

    def specification(self):
        """What the list view asks the server for."""
        views = self.env["ar.open.item"].get_views([(False, "list")])["views"]
        names = {node.get("name") for node in etree.fromstring(views["list"]["arch"]).iter("field")}
        fields = self.env["ar.open.item"]._fields
        return {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in names
        }

    def query(self, name, **values):
        values.update(day=self.today, company=self.company.id)
        self.env.cr.execute(read(name), values)
        return self.env.cr.fetchall()


class FirstPage(ListCase):
    name = "list"
    title = "Open items, first page"
    floor_is = "SQL of the page and the count"
    unit = "row"

    def prepare(self):
        return self.specification()

    def ours(self, specification):
        found = self.env["ar.open.item"].web_search_read(
            [], specification, limit=PAGE, order="date_due, id", count_limit=10_001
        )
        return len(found["records"])

    def floor(self, _specification):
        self.query("list_page", limit=PAGE)
        self.query("list_count")


class Grouping(ListCase):
    name = "grouping"
    title = "Open items by customer"
    floor_is = "SQL of the groups"
    unit = "group"

    def ours(self, _state):
        found = self.env["ar.open.item"].web_read_group(
            [], ["partner_id"], ["residual:sum", "__count"], limit=PAGE
        )
        return len(found["groups"])

    def floor(self, _state):
        self.query("list_groups", limit=PAGE)
