"""Dunning runs: what is due, the proposal, the confirmation."""

from odoo.tools import split_every

from ..case import Aim, Case
from ..sql import read

BATCH = 1000
# Rows that a proposal writes, in the order in which they can be written.
TABLES = ("ar.dunning.notice", "ar.dunning.notice.line", "ar.dunning.run.line")
AUTOMATIC = ("id", "create_uid", "create_date", "write_uid", "write_date")


class DunningCase(Case):
    """What the benchmarks of a run share."""

    def make_run(self, customers=None, **values):
        """A run on the customers with most to be reminded of, or on all."""
        values["company_id"] = self.company.id
        if customers:
            values["profile_ids"] = [(6, 0, self.find_profiles(customers).ids)]
        return self.env["ar.dunning.run"].create(values)

    def find_profiles(self, count):
        """The profiles of the first ``count`` customers with something overdue."""
        self.env.cr.execute(
            read("overdue_profiles"),
            {"day": self.today, "company": self.company.id, "count": count},
        )
        return self.env["ar.profile"].browse([id_ for (id_,) in self.env.cr.fetchall()])

    def propose(self, customers=None, **values):
        run = self.make_run(customers, **values)
        run.action_propose()
        return run


class Proposal(DunningCase):
    name = "proposal"
    title = "Proposal over every due item"
    floor_is = "create() of the same rows"
    aims = (Aim("ratio", 1.5), Aim("queries_each", 1 / 50), Aim("memory_mb", 150))
    unit = "item"
    peer = "proposal"

    def warm(self, _state):
        self.propose(200)

    def ours(self, _state):
        run = self.propose()
        self.rows = {}
        self.run_id = run.id
        return len(run.line_ids)

    def after_ours(self, _state):
        """Keep the rows that ours wrote: the floor writes them again."""
        for model in TABLES:
            self.env.cr.execute(f"SELECT * FROM {self.env[model]._table} ORDER BY id")
            self.rows[model] = self.env.cr.dictfetchall()

    def floor(self, _state):
        run = self.make_run()
        notices = {}
        for model in TABLES:
            for rows in split_every(BATCH, self.rows[model], list):
                values = [self.values_of(row, run, notices) for row in rows]
                records = self.env[model].with_context(tracking_disable=True).create(values)
                if model == TABLES[0]:
                    notices.update(zip((row["id"] for row in rows), records.ids, strict=True))
                self.env.flush_all()
                self.env.invalidate_all()
            # As ours does: or each line is looked up among all notices.
            self.env.cr.execute(f"ANALYZE {self.env[model]._table}")

    def values_of(self, row, run, notices):
        """The values that would have made the ``row``, of the new ``run`` and its notices."""
        values = {name: row[name] for name in row if name not in AUTOMATIC}
        if "run_id" in values:
            values["run_id"] = run.id
        if values.get("notice_id"):
            values["notice_id"] = notices[values["notice_id"]]
        return values


class Due(DunningCase):
    name = "due"
    title = "Due items with their next level"
    floor_is = "SQL of the items and their levels"
    aims = (Aim("ratio", 1.5),)
    turns = 7
    unit = "item"

    def ours(self, _state):
        return len(self.env["ar.dunning.planner"]._read_due(self.company))

    def floor(self, _state):
        self.env.cr.execute(read("due_items"), {"day": self.today, "company": self.company.id})
        self.env.cr.fetchall()


class Simulation(DunningCase):
    name = "simulation"
    title = "Simulation: the decisions and notices, unwritten"
    unit = "item"

    def warm(self, _state):
        """The registry is warm from the run before."""

    def ours(self, _state):
        found = self.env["ar.dunning.run"].simulate(self.company.id, self.today)
        return len(found["lines"])
