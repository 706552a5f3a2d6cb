"""What works: the comparison of notices by one way to tell them apart after the other."""

from ..case import Aim
from ..sql import read
from .proposal import DunningCase

BY = ("level", "way", "hour", "grade")
NOTICES = 5_000
# Notices of the last months whose days are over.
MONTHS_DAYS, OVER_DAYS = 170, 15


class EffectCase(DunningCase):
    """Notices that were sent on the days before their items were paid, each with its dispatches."""

    table = "screens"
    aims = (Aim("seconds", 1.0, large=3.0),)
    turns = 3
    unit = "row"
    # Else nothing is known of the new rows when a plan is made.
    committed = True

    def prepare(self):
        run = self.propose(NOTICES)
        self.env.flush_all()
        values = {"run": run.id, "day": self.today, "back": MONTHS_DAYS, "over": OVER_DAYS}
        self.env.cr.execute(read("sent_notices"), values)
        self.env.invalidate_all(flush=False)
        return self.env["ar.effect"].with_context(allowed_company_ids=self.company.ids)


class Effects(EffectCase):
    """The page of six months, told by level, way, hour and grade."""

    name = "effects"
    title = "What works, six months, four ways to tell"

    def ours(self, effects):
        pages = [effects.get_page(by=by) for by in BY]
        assert pages[0]["total"]["notices"] > NOTICES / 2
        return sum(len(page["rows"]) for page in pages)


class EffectParts(EffectCase):
    """What stands below: hold-out, slow steps, who pays late."""

    name = "effect_parts"
    title = "What works: hold-out, slow steps, who pays late"

    def ours(self, effects):
        page = effects.get_page()
        days = page["date_from"], page["date_to"], page["company_ids"]
        holdout = effects.get_holdout(*days)
        steps = effects.get_slow_steps(*days)
        return len(holdout) + len(steps) + len(effects.get_late(*days)["rows"])
