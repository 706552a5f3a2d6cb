"""The worklist: its first page for everybody's customers, and the ranking alone."""

from lxml import etree

from ..case import Aim, Case

PAGE = 80


class Worklist(Case):
    """The first page, the largest that there is: nobody's filter is on."""

    name = "worklist"
    title = "Worklist, first page of all customers"
    floor_is = "what customers owe, as all lists read it"
    aims = (Aim("seconds", 1.0),)
    turns = 5
    unit = "row"

    def prepare(self):
        views = self.env["ar.worklist"].get_views([(False, "list")])["views"]
        names = {node.get("name") for node in etree.fromstring(views["list"]["arch"]).iter("field")}
        fields = self.env["ar.worklist"]._fields
        return {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in names
        }

    def ours(self, specification):
        found = self.env["ar.worklist"].web_search_read(
            [], specification, limit=PAGE, count_limit=10_001
        )
        return len(found["records"])

    def floor(self, _specification):
        self.env["ar.open.item"]._read_totals(self.company.ids)


class WorklistGroups(Case):
    name = "worklist_groups"
    title = "Worklist by collector"
    floor_is = "what customers owe, as all lists read it"
    aims = (Aim("seconds", 1.0),)
    turns = 3
    unit = "group"

    def ours(self, _state):
        found = self.env["ar.worklist"].web_read_group(
            [], ["collector_id"], ["overdue:sum", "__count"], limit=PAGE
        )
        return len(found["groups"])

    def floor(self, _state):
        self.env["ar.open.item"]._read_totals(self.company.ids)


class WorklistQueue(Case):
    """All customers with work, one after the other, as Today asks for them."""

    name = "worklist_queue"
    title = "Ranking of all customers"
    floor_is = "what customers owe, as all lists read it"
    turns = 3
    unit = "customer"

    def ours(self, _state):
        return len(self.env["ar.worklist"].get_queue(limit=None))

    def floor(self, _state):
        self.env["ar.open.item"]._read_totals(self.company.ids)
