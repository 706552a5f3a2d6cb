"""The whole night: all scheduled actions of the add-on, one after the other."""

import time

from ..case import Case
from ..sql import read

LONGEST = 3


class Night(Case):
    """Every customer has an e-mail address, and the run is proposed by night."""

    name = "night"
    title = "The whole night"
    table = "jobs"
    turns = 1
    unit = "job"

    def prepare(self):
        self.env.cr.execute(read("give_email"))
        self.env["ir.module.module"].flush_model()
        return self.find_jobs()

    def find_jobs(self):
        """The scheduled actions of the add-on's models, in the order in which they were made."""
        jobs = self.env["ir.cron"].with_context(active_test=False).search([], order="id")
        return [job for job in jobs if job.model_id.model.startswith("ar.")]

    def warm(self, _state):
        """Each job of a night begins cold, as it does by night."""

    def ours(self, jobs):
        self.seconds = {}
        for job in jobs:
            begin = time.perf_counter()
            job.ir_actions_server_id.run()
            self.env.flush_all()
            self.seconds[job.name.removeprefix("Collections: ")] = time.perf_counter() - begin
        return len(jobs)

    def remark(self, _state):
        longest = sorted(self.seconds.items(), key=lambda one: -one[1])[:LONGEST]
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in longest)
