"""Looking ahead: the forecast, alerts, targets, provisions, and the drill of a plan."""

from ..case import Aim, Case


class Insight(Case):
    """With the rights of a manager, in the ledger's company."""

    turns = 3

    def prepare(self):
        user = self.env.ref("base.user_admin")
        context = {"allowed_company_ids": self.company.ids}
        return self.env(user=user, su=False, context=context)


class ForecastWeek(Insight):
    """A click on the second week: what its figure is made of."""

    name = "forecast_week"
    title = "Forecast: a week item by item"
    table = "screens"
    aims = (Aim("seconds", 12.0),)
    unit = "item"

    def ours(self, env):
        page = env["ar.forecast"].get_page(self.company.ids)
        week = env["ar.forecast"].get_week(page["weeks"][1]["start"], self.company.ids)
        return week["count"]


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
