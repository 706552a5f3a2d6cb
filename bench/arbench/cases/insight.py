"""Looking ahead: the forecast, alerts, targets, provisions, and the drill of a plan."""

import json
from datetime import timedelta

from ..case import Aim, Case
from .screens import COUNT, PAGE


class Insight(Case):
    """With the rights of a manager, in the ledger's company."""

    turns = 3

    def prepare(self):
        user = self.env.ref("base.user_admin")
        context = {"allowed_company_ids": self.company.ids}
        return self.env(user=user, su=False, context=context)


class ForecastPage(Insight):
    """What a night has kept, and all that stands beside it: 13 weeks."""

    name = "forecast_page"
    title = "Forecast: the page, as the night kept it"
    table = "screens"
    aims = (Aim("seconds", 1.0), Aim("queries", 50))
    unit = "page"

    def prepare(self):
        self.env["ar.forecast"]._learn_company(self.company)
        return super().prepare()

    def ours(self, env):
        page = env["ar.forecast"].get_page(self.company.ids)
        self.bytes = len(json.dumps(page, default=str))
        return 1


class ForecastWeek(ForecastPage):
    """A click on the second week: what its figure is made of, and the list behind it."""

    name = "forecast_week"
    title = "Forecast: a week item by item, and its list"
    aims = (Aim("seconds", 1.0),)
    unit = "item"

    def ours(self, env):
        start = self.today + timedelta(days=7)
        week = env["ar.forecast"].get_week(start, self.company.ids)
        action = env["ar.forecast"].get_week_action(start, self.company.ids)
        items = env[action["res_model"]].web_search_read(
            action["domain"], {"name": {}, "residual": {}}, limit=PAGE, count_limit=COUNT
        )
        self.bytes = len(json.dumps([week, action, items], default=str))
        return week["count"]


class ForecastLearn(Insight):
    """What the night does for a company: it learns, keeps forecast and chances of accounts, and
    tries the forecast on past days."""

    name = "forecast_learn"
    title = "Forecast: learned, kept and tried, a night"
    aims = (Aim("seconds", 120.0),)
    turns = 1
    unit = "part"

    def prepare(self):
        return self.env

    def warm(self, _env):
        """It begins cold, as it does by night."""

    def ours(self, env):
        env["ar.forecast"]._learn_company(self.company)
        return env["ar.forecast.part"].search_count([])


class AlertWatch(Insight):
    """The night's look at a rule of each indicator, none of which is met."""

    name = "alert_watch"
    title = "Alert rules, a night"
    aims = (Aim("seconds", 20.0),)
    unit = "rule"

    def ours(self, env):
        rules = env["ar.alert.rule"]
        made = rules.create(
            [
                {
                    "company_id": self.company.id,
                    "name": code,
                    "indicator": code,
                    "threshold": -1e12 if indicator.at_most else 1e12,
                }
                for code, indicator in rules._get_indicators().items()
            ]
        )
        rules.sudo()._watch_company(self.company.with_env(env))
        made.unlink()
        return len(made)


class TargetList(Insight):
    """Targets of four quarters and what was attained of them."""

    name = "targets"
    title = "Targets with what was attained"
    table = "screens"
    aims = (Aim("seconds", 1.0, large=3.0),)
    unit = "target"

    def ours(self, env):
        made = env["ar.target"].create(
            [
                {
                    "company_id": self.company.id,
                    "user_id": env.uid,
                    "year": self.today.year - year,
                    "period": f"q{quarter}",
                    "amount": 1_000.0,
                }
                for year in (0, 1)
                for quarter in (1, 2, 3, 4)
            ]
        )
        made.mapped("attained")
        made.unlink()
        return len(made)


class Provision(Insight):
    """The matrix of today by country, computed."""

    name = "provision"
    title = "Provision for expected losses"
    aims = (Aim("seconds", 30.0),)
    unit = "bucket"

    def ours(self, env):
        provision = env["ar.ecl"].create({"company_id": self.company.id, "date": self.today})
        provision.action_compute()
        count = len(provision.line_ids)
        provision.unlink()
        return count


class PlanDrill(Insight):
    """The drill of the plan “the bank is down”: all who are overdue."""

    name = "plan_drill"
    title = "Drill of a contingency plan"
    aims = (Aim("seconds", 10.0),)
    unit = "customer"

    def ours(self, env):
        plan = env.ref("ar_collections.ar_contingency_plan_bank_down")
        run = env["ar.contingency.run"]._drill(plan, self.company.with_env(env))
        return run.customer_count
