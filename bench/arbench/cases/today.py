"""The page that the day begins with: of one collector, and of everybody."""

from ..case import Aim, Case


class Today(Case):
    """What the browser asks for when a manager opens it; nothing is cached but what is for good."""

    name = "today"
    title = "Today, of everybody"
    aims = (Aim("seconds", 1.0), Aim("queries", 50))
    turns = 5
    unit = "page"
    scope = "all"

    def prepare(self):
        return self.env(user=self.env.ref("base.user_admin"), su=False)["ar.today"]

    def ours(self, today):
        today.get_today(self.scope)
        return 1


class TodayMine(Today):
    """Somebody who answers for one customer in ten; nobody answers for none."""

    name = "today_mine"
    title = "Today, of one collector"
    scope = "mine"

    def prepare(self):
        today = super().prepare()
        other = self.env.ref("base.user_root").id
        self.env.cr.execute(
            "UPDATE ar_profile SET collector_id = CASE WHEN id %% 10 = 0 THEN %s ELSE %s END",
            (today.env.uid, other),
        )
        self.env.invalidate_all()
        return today
