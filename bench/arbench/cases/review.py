"""The review of a run: a page of its list, the panel of one notice, the question of *Confirm*."""

import json

from ..case import Aim
from .proposal import DunningCase

NOTICES = 10_000
PAGE = 80
COUNT = 10_001
ORDER = "amount_total_company desc, id"
COLUMNS = ("partner_id", "amount_total", "level_id", "ways", "why_now", "goes_to", "state")


class ReviewCase(DunningCase):
    """A run of the customers with most to be reminded of, 10,000 at most."""

    table = "screens"
    aims = (Aim("seconds", 1.0), Aim("queries", 50))
    turns = 5

    def prepare(self):
        run = self.propose(NOTICES)
        user = self.env.ref("base.user_admin")
        return run.with_env(self.env(user=user, su=False))

    def specify(self, model):
        """What the browser asks of the columns."""
        names = {name: model._fields[name] for name in COLUMNS}
        deep = {"fields": {"display_name": {}}}
        return {name: deep if field.relational else {} for name, field in names.items()}


class ReviewPage(ReviewCase):
    name = "review_page"
    title = "Review: first page of a run"
    unit = "row"

    def ours(self, run):
        model = run.env["ar.dunning.notice"]
        found = model.web_search_read(
            [("run_id", "=", run.id)],
            self.specify(model),
            limit=PAGE,
            order=ORDER,
            count_limit=COUNT,
        )
        self.bytes = len(json.dumps(found, default=str))
        return len(found["records"])


class ReviewGroups(ReviewCase):
    name = "review_groups"
    title = "Review: a run by level"
    unit = "group"

    def ours(self, run):
        sums = ["amount_total_company:sum", "__count"]
        found = run.env["ar.dunning.notice"].web_read_group(
            [("run_id", "=", run.id)], ["level_id"], sums, limit=PAGE
        )
        return len(found["groups"])


class ReviewPanel(ReviewCase):
    name = "review_panel"
    title = "Review: the panel of one notice"
    unit = "notice"

    def prepare(self):
        run = super().prepare()
        domain = [("run_id", "=", run.id)]
        # The largest one, which is looked at first.
        return run.env["ar.dunning.notice"].search(domain, order=ORDER, limit=1)

    def ours(self, notice):
        self.bytes = len(json.dumps(notice.get_review(), default=str))
        return 1


class ReviewConfirm(ReviewCase):
    name = "review_confirm"
    title = "Review: what Confirm would do"
    unit = "message"
    # It looks at each message of the run, as confirming does.
    aims = (Aim("ms_each", 1.0),)
    turns = 3

    def ours(self, run):
        return run.get_confirmation()["count"]
